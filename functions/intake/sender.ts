// Signed requests to the intake: their HTTP format, and the interface of a service that sends them, implemented in
// `senders/`. The operation gets raw bytes without authorizer and parser, because signatures cover the bytes as sent.
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { baseErrors } from '../../entities/_base/conflicts.ts';
import { jsonOf } from '../../entities/_base/json.ts';
import type { RawTable } from '../../entities/_base/table/raw-table.ts';
import { intakeErrors } from '../../entities/intake/errors.ts';
import { isTooDeep, wellFormed } from '../_kit/http/json.ts';
import { fieldProblems } from '../_kit/http/problem.ts';

export interface SignedRequest {
  /** The tenant's id or slug, as in the path. */
  readonly tenant: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The raw bytes, which the signature covers. */
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
  /** Base URL of this deployment for people; empty if unknown. */
  readonly publicUrl: string;
}

export interface OutsideEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One request of a sender. */
export interface Arrival {
  /** The sender's id of the delivery; retries have the same id. */
  readonly deliveryId: string;
  /** Undefined for an arrival without a reader, such as a ping. */
  readonly event?: OutsideEvent | undefined;
  /** The body of the 200 for a sender that shows the answer to people. */
  readonly answer?: unknown;
}

export interface Sender {
  /** Name of the credential that verifies this sender's requests. */
  readonly secret: keyof z.output<typeof senderSecrets>;
  isAuthentic(request: SignedRequest, secret: string, now: number): boolean | Promise<boolean>;
  /** Throws `request.invalid_json` or `intake.payload_invalid`. */
  read(request: SignedRequest, context: ArrivalContext, table: RawTable): Arrival | Promise<Arrival>;
  /** True if the sender shows the answer to people: it gets an empty 200. */
  readonly repliesEmpty?: true;
}

/** Lower-case hex of HMAC-SHA256. */
export const hmacHex = (secret: string, ...parts: (string | Buffer)[]): string =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', secret)).digest('hex');

/** Compares in constant time. */
export function isSame(given: string | undefined, expected: string): boolean {
  const one = Buffer.from(given ?? '');
  const other = Buffer.from(expected);
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}

/** No sender nests this deep. Code that walks payloads recurses, so deeper ones are refused. */
const MAX_DEPTH = 100;

/** Throws `request.invalid_json`. Replaces half a surrogate pair, as cut texts end with: DynamoDB refuses it. */
export function parseJson(text: string): unknown {
  const document = jsonOf(text);
  if (document === undefined) throw baseErrors.invalid_json();
  if (isTooDeep(document, MAX_DEPTH))
    throw baseErrors.invalid_json({ detail: `The body nests more than ${MAX_DEPTH} deep.` });
  return /\\ud[89a-f]/i.test(text) ? wellFormed(document) : document;
}

/** Throws `intake.payload_invalid` with the paths of the wrong fields. */
export function parsePayload<S extends z.ZodType>(schema: S, payload: unknown): z.output<S> {
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw intakeErrors.payload_invalid({ fields: fieldProblems(parsed.error) });
  return parsed.data;
}

/** An object in JSON. Throws `request.invalid_json` or `intake.payload_invalid`. */
export const parseObject = (text: string) => parsePayload(z.record(z.string(), z.unknown()), parseJson(text));
