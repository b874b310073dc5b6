// Parses a record of the table's stream: an event for the bus, or poison that can never be published.
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { jsonOf } from '../../entities/_base/json.ts';
import { OUTBOX_ENTITY } from '../../entities/names.ts';
import { CHANNELS } from '../../entities/notifications/channel.model.ts';
import { readStoredEvent } from '../../entities/outbox/outbox-event.model.ts';

/** EventBridge quotas, PutEvents: entries and bytes of one call. */
const MAX_ENTRIES = 10;
export const MAX_BYTES = 256 * 1024;

export interface Outgoing {
  readonly sequenceNumber: string;
  /** Events of one subject reach the bus in the order of the stream. */
  readonly subject: string;
  readonly eventId: string;
  readonly tenantId: string;
  /** The parts of the event on which channels depend. */
  readonly about: z.output<typeof about>;
  readonly entry: Omit<PutEventsRequestEntry, 'EventBusName'>;
  /** Bytes, as EventBridge counts an entry. */
  readonly bytes: number;
}

export interface Poison {
  readonly sequenceNumber: string;
  readonly reason: string;
  /** The key of the item, in DynamoDB's format. */
  readonly keys: unknown;
}

/** `channel` is set only for a redelivery. */
const about = z.object({
  releaseId: z.string().optional().catch(undefined),
  channel: z.enum(CHANNELS).optional().catch(undefined),
});
const detailSchema = z.object({ data: about.prefault({}) });

const text = z.object({ S: z.string() }).transform((value) => value.S);
const outboxImage = z.object({
  __edb_e__: z.object({ S: z.literal(OUTBOX_ENTITY) }),
  pk: text,
  sk: text,
  source: text,
  detailType: text,
  detail: text,
  schemaVersion: z
    .object({ N: z.coerce.number() })
    .transform((value) => value.N)
    .optional(),
});

/** "Calculating Amazon EventBridge PutEvents event entry size": the UTF-8 bytes of source, detail-type and detail. */
const sizeOf = (...texts: string[]) => texts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);

export const isPoison = (record: Outgoing | Poison): record is Poison => 'reason' in record;

export function readRecord(record: DynamoDBRecord): Outgoing | Poison {
  const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
  const poison = (reason: string): Poison => ({ sequenceNumber, reason, keys: record.dynamodb?.Keys });
  if (record.eventName !== 'INSERT') return poison(`${record.eventName} is not an INSERT`);
  const { data: image } = outboxImage.safeParse(record.dynamodb?.NewImage);
  const event = image && readStoredEvent(image);
  if (!event) return poison('not an outbox event');
  const { tenantId, subjectId, eventId, source, detailType, detail } = event;
  const read = detailSchema.safeParse(jsonOf(detail));
  if (!read.success) return poison('not the detail of an event');
  const bytes = sizeOf(source, detailType, withChannels(detail, CHANNELS));
  if (bytes > MAX_BYTES) return poison(`${bytes} bytes are more than the limit of an event`);
  return {
    sequenceNumber,
    subject: `${tenantId}#${subjectId}`,
    eventId,
    tenantId,
    about: read.data.data,
    entry: { Source: source, DetailType: detailType, Detail: detail },
    bytes,
  };
}

/** The detail that consumers get: with the channels by which rules filter. */
export const withChannels = (detail: string, channels: readonly string[]): string =>
  `${detail.slice(0, -1)},"channels":${JSON.stringify(channels)}}`;

/** Packs events into calls within EventBridge's limits. */
export function packCalls(events: readonly Outgoing[]): Outgoing[][] {
  const calls: Outgoing[][] = [];
  let bytes = 0;
  for (const event of events) {
    const call = calls.at(-1);
    if (call && call.length < MAX_ENTRIES && bytes + event.bytes <= MAX_BYTES) {
      call.push(event);
      bytes += event.bytes;
    } else {
      calls.push([event]);
      bytes = event.bytes;
    }
  }
  return calls;
}
