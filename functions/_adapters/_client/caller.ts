// The HTTP API of one service as its client uses it: base URL, credentials and parsing of replies. Clients call `read`,
// `find` and `send` and never see a failed reply: it is thrown as one of `integrationErrors`.
import type * as z from 'zod';
import { type DomainError, type ErrorDetails, isDomainError, pathInWords } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { statedWait } from '../../_kit/outbound/stated-wait.ts';
import type { Outbound, OutboundReply, OutboundRequest } from '../adapter.ts';
import { causesIn } from './causes.ts';
import { redact } from './redact.ts';

export interface CallerOptions {
  readonly service: ServiceWords;
  readonly baseUrl: string;
  readonly outbound: Outbound;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Every credential of the integration; error texts must not contain one. */
  readonly secrets: readonly (string | undefined)[];
  /** Headers of every call; error texts do not contain the value of `authorization` either. */
  readonly headers: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
}

interface Call {
  readonly method: OutboundRequest['method'];
  /** Path after the base URL; made with `path`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isRepeatable?: boolean;
  readonly timeoutMs?: number;
  /**
   * The documented status of success, for a reply whose body is not read: a proxy may answer 200 with a page of its own, such
   * as one for signing in. Another success with a page is refused.
   */
  readonly succeedsWith?: number;
}

export interface Caller {
  /** Answers the reply if it is a success or has a status of `alsoFine`; throws other failures. */
  send(call: Call, alsoFine?: readonly number[] | ((reply: OutboundReply) => boolean)): Promise<OutboundReply>;
  /** The reply and, unless it is a success, its error: for callers that can handle a refusal. */
  attempt(call: Call): Promise<{ readonly reply: OutboundReply; readonly failure: DomainError | undefined }>;
  /** The parsed JSON body of a success. */
  read<S extends z.ZodType>(schema: S, call: Call): Promise<z.output<S>>;
  /** Like `read`, but undefined for a 404. */
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
      const { reply, exchange, failure } = await attempt(call);
      const isFine =
        typeof alsoFine === 'function' ? alsoFine : ({ status }: OutboundReply) => alsoFine.includes(status);
      if (failure && !isFine(reply)) throw failure;
      const { succeedsWith = reply.status } = call;
      if (failure || reply.status === succeedsWith || !isPage(reply)) return reply;
      const detail = `${service.name} answered ${reply.status} to ${exchange.call} instead of ${succeedsWith}: perhaps something else answered, and nothing was done`;
      throw integrationErrors.reply_invalid({ detail: redact(detail, exchange.secrets) });
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

/** True for a body that is no JSON. */
export const isPage = ({ text, json }: OutboundReply): boolean => text.trim() !== '' && json === undefined;

/** A path with every inserted value percent-encoded as one segment: path`/repos/${owner}`. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((text, part, index) => text + segment(values[index - 1] ?? '') + part);
}

/** Like `path`, for names that contain slashes (branches, folders): the slashes stay. */
export const nested = (name: string): string => name.split('/').map(segment).join('/');

/** A dot segment would leave the base URL, even if percent-encoded. */
function segment(value: string): string {
  if (value === '.' || value === '..') throw integrationErrors.refused({ detail: `"${value}" is not a valid name` });
  return encodeURIComponent(value);
}

function queryOf(query: Call['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}

/** The names in `integrationErrors` that a service can cause. */
export type Reason = 'unauthorized' | 'expired' | 'rate_limited' | 'unavailable' | 'refused';

/** The way in which one service reports errors. */
export interface ServiceWords {
  /** For people, for example "GitHub". */
  readonly name: string;
  /** The service's message in the body of a failure. */
  readonly messageOf: (reply: OutboundReply) => string | undefined;
  /** The reason if the status is not enough; undefined decides by status. */
  readonly reasonOf?: (reply: OutboundReply) => Reason | undefined;
  /** Seconds to wait according to the service's documentation, used if its reply states no time. */
  readonly usualWaitOf?: (reply: OutboundReply) => number | undefined;
}

/** The facts of one exchange that are needed to read its reply. */
export interface Exchange {
  readonly service: ServiceWords;
  /** Method and path, without query: "GET /repos/acme/app". */
  readonly call: string;
  readonly secrets: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

const MESSAGE_LENGTH = 300;
/** The most problems that are reported of a reply that does not fit. */
const MOST_FIELDS = 20;

/** The error of a reply; undefined for a success (2xx without an error in the body). */
export function failureOf(reply: OutboundReply, exchange: Exchange): DomainError | undefined {
  const { service, call, secrets, now } = exchange;
  const isSuccess = reply.status >= 200 && reply.status < 300;
  const said = service.messageOf(reply) ?? (isSuccess ? undefined : causesIn(reply));
  const reason = service.reasonOf?.(reply) ?? reasonOfStatus(reply, said);
  if (!reason) return undefined;
  const message = said?.replace(/\s+/g, ' ').trim();
  const why = message ? `: ${redact(message, secrets, MESSAGE_LENGTH)}` : '';
  const detail = `${service.name} answered ${reply.status} to ${redact(call, secrets)}${why}`;
  const retryAfterSeconds = statedWait(reply, now) ?? service.usualWaitOf?.(reply);
  const mayRetry = reason === 'rate_limited' || reason === 'unavailable';
  const details: ErrorDetails =
    mayRetry && retryAfterSeconds !== undefined ? { detail, retryAfterSeconds } : { detail };
  return integrationErrors[reason](details);
}

/** The body parsed by `schema`. Throws `integration.reply_invalid` with the paths of wrong fields, never with values. */
export function parseBody<S extends z.ZodType>(schema: S, body: unknown, exchange: Exchange): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, MOST_FIELDS).map((issue) => ({
    path: pathInWords(issue.path),
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

/** True if the message of a refusal says that the credential has expired or was revoked. */
export const saysExpired = (message: string | undefined): boolean => /\b(expired|revoked)\b/i.test(message ?? '');

/** Conflicts, locks and early requests pass if the service says when. */
const FOR_NOW: readonly number[] = [409, 423, 425];

/** Most services tell an expired credential from a wrong one only by the message. */
function reasonOfStatus({ status, headers }: OutboundReply, message: string | undefined): Reason | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 401 || status === 403) return saysExpired(message) ? 'expired' : 'unauthorized';
  if (status === 429) return 'rate_limited';
  const isForNow = FOR_NOW.includes(status) && headers['retry-after'] !== undefined;
  if (status === 408 || status >= 500 || isForNow) return 'unavailable';
  return 'refused';
}

export interface Effect<T> {
  /** The existing effect, or undefined. */
  readonly find: () => Promise<T | undefined>;
  /** Makes the effect. It has no other effect that must not happen twice. */
  readonly make: () => Promise<T>;
  /** False if no earlier attempt exists: the first `find` is skipped. */
  readonly mayExist?: boolean;
  /** Milliseconds until the service shows a new effect; 0 by default. */
  readonly showsAfterMs?: number;
}

/**
 * Answers the result of `find` or `make`, and throws their errors: a refusal if `find` finds nothing after it,
 * `integration.unavailable` after the last retry.
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
      // The refusal may mean that the effect was made meanwhile, perhaps by us.
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
