// One service's HTTP API as its client uses it: base URL, credential and the reading of replies. A client never sees a failed
// reply: it is thrown as one of `integrationErrors`, and a status has one meaning for all services. `ensure` makes an effect once
// at a service that takes no idempotency key: it looks for the effect before each further attempt, and first after a crash.
import type * as z from 'zod';
import { type DomainError, type ErrorDetails, isDomainError } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { Outbound, OutboundReply, OutboundRequest } from '../adapter.ts';
import { redact } from './redact.ts';
import { statedWait } from './stated-wait.ts';

export interface CallerOptions {
  readonly service: ServiceWords;
  readonly baseUrl: string;
  readonly outbound: Outbound;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Every credential of the integration; none of them may come back in an error text. */
  readonly secrets: readonly (string | undefined)[];
  /** Headers of every call; the value of `authorization` is kept out of error texts too. */
  readonly headers: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
}

interface Call {
  readonly method: OutboundRequest['method'];
  /** Below the base URL; made with `path`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isRepeatable?: boolean;
  readonly timeoutMs?: number;
}

export interface Caller {
  /** The reply, which is a success, has one of the statuses `alsoFine`, or is a failure that it takes. */
  send(call: Call, alsoFine?: readonly number[] | ((reply: OutboundReply) => boolean)): Promise<OutboundReply>;
  /** The reply, and the error that it stands for unless it is a success: for those who can do something about a refusal. */
  attempt(call: Call): Promise<{ readonly reply: OutboundReply; readonly failure: DomainError | undefined }>;
  /** The JSON body of a success, checked. */
  read<S extends z.ZodType>(schema: S, call: Call): Promise<z.output<S>>;
  /** Like `read`, but a 404 is undefined. */
  find<S extends z.ZodType>(schema: S, call: Call): Promise<z.output<S> | undefined>;
  /** Makes an effect that must happen once. */
  ensure<T>(effect: Effect<T>): Promise<T>;
}

export function createCaller(options: CallerOptions): Caller {
  const { service, outbound, now } = options;
  const root = options.baseUrl.replace(/\/+$/, '');

  async function attempt(call: Call) {
    const headers: { authorization?: string } & Record<string, string> = {
      ...(await options.headers()),
      ...call.headers,
    };
    const { method, body, isRepeatable, timeoutMs } = call;
    const request: OutboundRequest = { method, url: root + call.path + queryOf(call.query), headers };
    const reply = await outbound.request({
      ...request,
      ...(body === undefined ? {} : { body }),
      ...(isRepeatable === undefined ? {} : { isRepeatable }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      usualWaitOf: service.usualWaitOf,
    });
    const credential = headers.authorization?.replace(/^\w+ /, '');
    const secrets = [...options.secrets, credential].filter((secret) => secret !== undefined);
    const exchange: Exchange = { service, call: `${call.method} ${call.path}`, secrets, now: now() };
    return { reply, exchange, failure: failureOf(reply, exchange) };
  }

  return {
    attempt,
    async send(call, alsoFine = []) {
      const { reply, failure } = await attempt(call);
      const isFine =
        typeof alsoFine === 'function' ? alsoFine : ({ status }: OutboundReply) => alsoFine.includes(status);
      if (failure && !isFine(reply)) throw failure;
      return reply;
    },
    async read(schema, call) {
      const { reply, exchange, failure } = await attempt(call);
      if (failure) throw failure;
      return parseBody(schema, reply.json, exchange);
    },
    async find(schema, call) {
      const { reply, exchange, failure } = await attempt(call);
      if (reply.status === 404) return undefined;
      if (failure) throw failure;
      return parseBody(schema, reply.json, exchange);
    },
    ensure: (effect) => ensure(effect, outbound),
  };
}

/** A path with every inserted value percent-encoded as one segment: path`/repos/${owner}`. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((text, part, index) => text + segment(values[index - 1] ?? '') + part);
}

/** Like `path`, for names that hold slashes themselves (branches, folders): the slashes stay. */
export const nested = (name: string): string => name.split('/').map(segment).join('/');

/** A dot segment would climb out of the base URL, percent-encoded or not. */
function segment(value: string): string {
  if (value === '.' || value === '..') throw integrationErrors.refused({ detail: `"${value}" is no name` });
  return encodeURIComponent(value);
}

function queryOf(query: Call['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}

/** The error that a failure is: the names in `integrationErrors` that a service can cause. */
export type Reason = 'unauthorized' | 'expired' | 'rate_limited' | 'unavailable' | 'refused';

/** How one service says what went wrong. */
export interface ServiceWords {
  /** For people, for example "GitHub". */
  readonly name: string;
  /** The service's own message in a failure's body. */
  readonly messageOf: (reply: OutboundReply) => string | undefined;
  /** The reason where the status alone does not tell it; undefined leaves it to the status. */
  readonly reasonOf?: (reply: OutboundReply) => Reason | undefined;
  /** Seconds that the service wants callers to wait as its documentation says, where its reply states no time. */
  readonly usualWaitOf?: (reply: OutboundReply) => number | undefined;
}

/** The facts of one exchange that its reply is read with. */
export interface Exchange {
  readonly service: ServiceWords;
  /** Method and path, without query: "GET /repos/acme/app". */
  readonly call: string;
  readonly secrets: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

const MESSAGE_LENGTH = 300;
/** Of a reply that does not fit: what is wrong with more of it says no more. */
const MOST_FIELDS = 20;

/** The error that a reply stands for, or undefined when it is a success (2xx and no objection of the service's own). */
export function failureOf(reply: OutboundReply, exchange: Exchange): DomainError | undefined {
  const { service, call, secrets, now } = exchange;
  const reason = service.reasonOf?.(reply) ?? reasonOfStatus(reply.status);
  if (!reason) return undefined;
  const message = service.messageOf(reply)?.replace(/\s+/g, ' ').trim();
  const said = message ? `: ${redact(message, secrets, MESSAGE_LENGTH)}` : '';
  const detail = `${service.name} answered ${reply.status} to ${redact(call, secrets)}${said}`;
  const retryAfterSeconds = statedWait(reply, now) ?? service.usualWaitOf?.(reply);
  const mayRetry = reason === 'rate_limited' || reason === 'unavailable';
  const details: ErrorDetails =
    mayRetry && retryAfterSeconds !== undefined ? { detail, retryAfterSeconds } : { detail };
  return integrationErrors[reason](details);
}

/** A body checked against `schema`; throws `integration.reply_invalid` naming the paths that do not fit, never values. */
export function parseBody<S extends z.ZodType>(schema: S, body: unknown, exchange: Exchange): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, MOST_FIELDS).map((issue) => ({
    path: pathOf(issue.path),
    code: issue.code,
    message: redact(issue.message, exchange.secrets, MESSAGE_LENGTH),
  }));
  const paths = [...new Set(fields.map((field) => field.path || 'the body'))].slice(0, 5).join(', ');
  const call = redact(exchange.call, exchange.secrets);
  throw integrationErrors.reply_invalid({
    detail: `${exchange.service.name} answered ${call} in an unexpected shape: ${paths}`,
    fields,
  });
}

/** Whether a refusal of a credential says in words that the credential was right once. */
export const saysExpired = (message: string | undefined): boolean => /\b(expired|revoked)\b/i.test(message ?? '');

function reasonOfStatus(status: number): Reason | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 429) return 'rate_limited';
  if (status === 408 || status >= 500) return 'unavailable';
  return 'refused';
}

const pathOf = (path: readonly PropertyKey[]) =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  );

export interface Effect<T> {
  /** The effect as the service shows it, or undefined. */
  readonly find: () => Promise<T | undefined>;
  /** Has the effect, and no other that would matter if it came twice. */
  readonly make: () => Promise<T>;
  /** False when surely nobody has tried before: the looks for that are spared. */
  readonly mayExist?: boolean;
  /** Milliseconds after which the service shows what it did; 0 unless told. */
  readonly showsAfterMs?: number;
}

/**
 * Answers what `find` or `make` answer. Throws what they throw: a refusal when there is nothing of the kind all the same,
 * `integration.unavailable` when patience is over.
 */
export async function ensure<T>(effect: Effect<T>, outbound: Outbound): Promise<T> {
  const { find, make, mayExist = true, showsAfterMs = 0 } = effect;
  const patience = outbound.patience?.();
  let mayLook = mayExist;
  for (;;) {
    const found = mayLook ? await find() : undefined;
    if (found !== undefined) return found;
    try {
      return await make();
    } catch (error) {
      // Refused because someone, perhaps we, made it meanwhile?
      const made = mayLook && isCalled(error, 'integration.refused') ? await find() : undefined;
      if (made !== undefined) return made;
      if (!isCalled(error, 'integration.unavailable')) throw error;
      const leastMs = Math.max(showsAfterMs, (error.details.retryAfterSeconds ?? 0) * 1000);
      const isPatient = await patience?.again(leastMs > 0 ? leastMs : undefined);
      if (!isPatient) throw error;
    }
    mayLook = true;
  }
}

const isCalled = (error: unknown, code: string): error is DomainError => isDomainError(error) && error.code === code;
