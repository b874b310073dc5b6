// The interface of a service that sends signed requests to the intake: its secret, whether a request is authentic, and the event that
// the request means. One implementation per service is in `senders/`; they share the HMAC and the parser of this file.
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { baseErrors } from '../../entities/_base/conflicts.ts';
import type { RawTable } from '../../entities/_base/table/raw-table.ts';
import { intakeErrors } from '../../entities/intake/errors.ts';
import { isTooDeep, wellFormed } from '../_kit/http/json.ts';
import { fieldProblems } from '../_kit/http/problem.ts';

export interface SignedRequest {
  /** Id or slug, as in the path. */
  readonly tenant: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The raw bytes that the signature is over. */
  readonly body: Buffer;
  readonly correlationId: string;
}

/** The credentials of an integration that verify its requests. */
export const senderSecrets = z.object({ webhookSecret: z.string().optional(), signingSecret: z.string().optional() });

export interface ArrivalContext {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly correlationId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface OutsideEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One request of a sender. */
export interface Arrival {
  /** The sender's own id; the same delivery has it again. */
  readonly deliveryId: string;
  /** Undefined for an arrival that nobody reads, such as a ping. */
  readonly event?: OutsideEvent | undefined;
  /** For a sender that shows people what it is answered, with 200. */
  readonly answer?: unknown;
}

export interface Sender {
  /** Name of the credential that verifies this sender's requests. */
  readonly secret: keyof z.output<typeof senderSecrets>;
  isAuthentic(request: SignedRequest, secret: string, now: number): boolean | Promise<boolean>;
  /** Throws `request.invalid_json` or `intake.payload_invalid`. */
  read(request: SignedRequest, context: ArrivalContext, table: RawTable): Arrival | Promise<Arrival>;
  /** True when the sender shows people what it is answered, so that it gets an empty 200. */
  readonly repliesEmpty?: true;
}

/** Lower-case hex of HMAC-SHA256. */
export const hmacHex = (secret: string, ...parts: (string | Buffer)[]): string =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', secret)).digest('hex');

/** Compares without telling by its time where texts differ. */
export function isSame(given: string | undefined, expected: string): boolean {
  const one = Buffer.from(given ?? '');
  const other = Buffer.from(expected);
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}

/** No sender nests as deep; code that walks a payload recurses. */
const MAX_DEPTH = 100;

/** Throws `request.invalid_json`. A half of a character, as cut texts end with, is replaced: no store takes it. */
export function parseJson(text: string): unknown {
  const document = parsed(text);
  if (isTooDeep(document, MAX_DEPTH))
    throw baseErrors.invalid_json({ detail: `It nests more than ${MAX_DEPTH} deep.` });
  return /\\ud[89a-f]/i.test(text) ? wellFormed(document) : document;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw baseErrors.invalid_json();
  }
}

/** Throws `intake.payload_invalid` with the paths that do not fit. */
export function parsePayload<S extends z.ZodType>(schema: S, payload: unknown): z.output<S> {
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw intakeErrors.payload_invalid({ fields: fieldProblems(parsed.error) });
  return parsed.data;
}

/** An object in JSON. Throws `request.invalid_json` or `intake.payload_invalid`. */
export const parseObject = (text: string) => parsePayload(z.record(z.string(), z.unknown()), parseJson(text));
