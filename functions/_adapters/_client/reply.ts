// Reads a service's reply: as the error it stands for, or as a checked body. Every client reads replies through here,
// so that a status has one meaning in the house and no credential comes back in an error text.
import type * as z from 'zod';
import type { DomainError, ErrorDetails } from '../../../entities/_base/errors.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { OutboundReply } from '../adapter.ts';
import { redact } from './redact.ts';
import { statedWait } from './stated-wait.ts';

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
