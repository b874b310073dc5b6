// One service's HTTP API as the clients use it: base URL, credential and the reading of replies in one place. Clients
// call `read`, `find` and `send` and never see a failed reply: it is thrown as one of `integrationErrors`.
import type * as z from 'zod';
import type { DomainError } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { Outbound, OutboundReply, OutboundRequest } from '../adapter.ts';
import { type Effect, ensure } from './ensure.ts';
import { type Exchange, failureOf, parseBody, type ServiceWords } from './reply.ts';

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
  /** Makes an effect that must happen once: see ensure.ts. */
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
