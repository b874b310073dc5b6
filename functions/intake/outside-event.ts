// Builds the outside event with the payload as sent, or only the fields that its reader reads if the payload is too large.
// Puts it on the bus, with a few retries within the sender's time limit.

import type { PutEventsCommandOutput, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { isoOf } from '../../entities/_base/time/iso.ts';
import { intakeErrors } from '../../entities/intake/errors.ts';
import { readerOf } from '../../entities/intake/outside-events.model.ts';
import { CI_SOURCE_PREFIX } from '../../entities/names.ts';
import { logger } from '../_kit/logger.ts';
import type { ArrivalContext, OutsideEvent } from './sender.ts';

/** An event may have 256 KB. The rest is for its envelope and for the input that rules add. */
const MAX_PAYLOAD_BYTES = 200 * 1024;
/** Longer than every text that is read: branch names and addresses have at most some hundred characters. */
const MAX_TEXT = 2_000;
const MAX_DEPTH = 8;
const MAX_FIELDS = 100;

/**
 * Limits to try in this order until the event fits: characters of a commit message (only people read it) and elements of a
 * list.
 */
const STEPS = [
  { message: 500, elements: 2_500 },
  { message: 80, elements: 2_500 },
  { message: 0, elements: 2_500 },
  { message: 0, elements: 1_000 },
  { message: 0, elements: 100 },
  { message: 0, elements: 10 },
] as const;
type Step = (typeof STEPS)[number];

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);

function shorten(value: unknown, step: Step, depth = 0): unknown {
  if (typeof value === 'string') return cut(value, MAX_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return value.slice(0, step.elements).map((one) => shorten(one, step, depth + 1));
  const kept = Object.entries(value).slice(0, MAX_FIELDS);
  return Object.fromEntries(kept.map(([name, one]) => [name, field(name, one, step, depth + 1)]));
}

function field(name: string, value: unknown, step: Step, depth: number): unknown {
  if (name !== 'message' || typeof value !== 'string') return shorten(value, step, depth);
  return step.message === 0 ? undefined : cut(value, step.message);
}

const bytesOf = (payload: unknown): number => Buffer.byteLength(JSON.stringify(payload) ?? '');

/** The largest version that fits; undefined for a payload that the reader cannot read, which is counted as unread. */
function reduced(payload: unknown): unknown {
  return STEPS.map((step) => shorten(payload, step)).find((kept) => bytesOf(kept) <= MAX_PAYLOAD_BYTES);
}

/** `system` is the part of the source after `ci.`. Undefined if no reader exists for the event. */
export function outsideEvent(
  system: string,
  detailType: string,
  deliveryId: string,
  context: ArrivalContext,
  payload: unknown,
): OutsideEvent | undefined {
  const source = `${CI_SOURCE_PREFIX}${system}`;
  const reader = readerOf(source, detailType);
  if (!reader) return undefined;
  const isReduced = bytesOf(payload) > MAX_PAYLOAD_BYTES;
  return {
    source,
    detailType,
    detail: {
      tenantId: context.tenantId,
      integrationId: context.integrationId,
      deliveryId,
      receivedAt: isoOf(context.at),
      payload: isReduced ? reduced(reader.payload.safeParse(payload).data) : payload,
      ...(isReduced ? { isReduced } : {}),
    },
  };
}

/** One PutEvents call. */
export type SendEvents = (entries: PutEventsRequestEntry[]) => Promise<Pick<PutEventsCommandOutput, 'Entries'>>;

const ATTEMPTS = 3;
const BACKOFF_MS = 100;

/** Rejects with `intake.unavailable`, so that the sender retries. */
export function createPut(send: SendEvents, busName: string) {
  return async ({ source, detailType, detail }: OutsideEvent): Promise<void> => {
    const entry = { EventBusName: busName, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        const { Entries } = await send([entry]);
        if (Entries?.[0]?.EventId !== undefined) return;
        logger.warn('the bus refused an entry', { attempt, code: Entries?.[0]?.ErrorCode });
      } catch (error) {
        logger.warn('the bus did not take a call', { attempt, error: error as Error });
      }
      await new Promise((resolve) => setTimeout(resolve, BACKOFF_MS * attempt * Math.random()));
    }
    throw intakeErrors.unavailable({ retryAfterSeconds: 5 });
  };
}
