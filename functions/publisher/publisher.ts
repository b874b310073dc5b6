// Puts outbox events on the bus, at least once; called by stream.handler.ts. Events of one subject are delivered in the
// order of the stream: the next one is sent only after the one before it succeeded.
import type { PutEventsCommandOutput, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { CHANNELS } from '../../entities/notifications/channel.model.ts';
import { logger } from '../_kit/logger.ts';
import type { ReadChannels } from './channels.ts';
import { isPoison, type Outgoing, type Poison, packCalls, readRecord, withChannels } from './outbox-record.ts';

export interface PublisherDeps {
  /** One PutEvents call. */
  readonly sendEvents: (entries: PutEventsRequestEntry[]) => Promise<Pick<PutEventsCommandOutput, 'Entries'>>;
  readonly readChannels: ReadChannels;
  readonly busName: string;
  /** Moves a record that can never be published to the dead letters. */
  readonly setAside: (poison: Poison) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/** The time left of the invocation, in milliseconds. */
export type TimeLeft = () => number;

const ATTEMPTS = 6;
const BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 2_000;
const CONCURRENT_CALLS = 4;
/** Enough time to finish a running call and to answer. */
const RESERVE_MS = 10_000;

/** The events of one call that reached the bus. If the whole call fails this is unknown, so none counts. */
async function putCall(call: readonly Outgoing[], { sendEvents, busName }: PublisherDeps): Promise<Outgoing[]> {
  try {
    const { Entries = [] } = await sendEvents(call.map(({ entry }) => ({ ...entry, EventBusName: busName })));
    const refused = Entries.filter((entry) => entry.ErrorCode !== undefined);
    if (refused.length > 0) logger.warn('the bus refused entries', { errors: refused.map((entry) => entry.ErrorCode) });
    return call.filter((_, index) => Entries[index]?.EventId !== undefined);
  } catch (error) {
    logger.warn('the bus did not take a call', { error: error as Error });
    return [];
  }
}

async function putWave(wave: readonly Outgoing[], deps: PublisherDeps): Promise<Set<Outgoing>> {
  const calls = packCalls(wave);
  const done = new Set<Outgoing>();
  const work = async () => {
    for (let call = calls.shift(); call; call = calls.shift()) {
      for (const event of await putCall(call, deps)) done.add(event);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_CALLS }, work));
  return done;
}

/** The events of one tenant with their channels; with all channels if the table cannot be read. */
async function addressed(events: readonly Outgoing[], { readChannels }: PublisherDeps): Promise<Outgoing[]> {
  const tenantId = events[0]?.tenantId ?? '';
  const channels = await readChannels(tenantId, events).catch((error: Error) => {
    logger.warn('channels unknown: every notifier gets the events', { tenantId, error });
    return [];
  });
  return events.map(({ entry, ...event }, index) => {
    const Detail = withChannels(entry.Detail ?? '', channels[index] ?? CHANNELS);
    return { ...event, entry: { ...entry, Detail } };
  });
}

/**
 * Answers the events that did not reach the bus. Each wave holds the next event of every subject that still has attempts
 * left.
 */
async function publish(events: readonly Outgoing[], deps: PublisherDeps, timeLeft: TimeLeft): Promise<Set<Outgoing>> {
  const unpublished = new Set(events);
  const queues = Map.groupBy(events, ({ subject }) => subject);
  const attempts = new Map<Outgoing, number>();
  let failedWaves = 0;
  while (queues.size > 0 && timeLeft() > RESERVE_MS) {
    const wave = [...queues.values()].map((queue) => queue[0] as Outgoing);
    const done = await putWave(wave, deps);
    for (const event of wave) {
      const queue = queues.get(event.subject) as Outgoing[];
      const tried = (attempts.get(event) ?? 0) + 1;
      attempts.set(event, tried);
      if (done.has(event)) {
        unpublished.delete(event);
        queue.shift();
      }
      if (queue.length === 0 || (!done.has(event) && tried === ATTEMPTS)) queues.delete(event.subject);
    }
    failedWaves = done.size === wave.length ? 0 : failedWaves + 1;
    if (failedWaves > 0 && queues.size > 0) {
      await deps.pause(deps.random() * Math.min(MAX_BACKOFF_MS, BACKOFF_MS * 2 ** failedWaves));
    }
  }
  return unpublished;
}

/** False if the dead letters could not store the record: it is retried, so that nothing is lost. */
async function setAside(poison: Poison, deps: PublisherDeps): Promise<boolean> {
  logger.error('poison in the stream', { ...poison });
  try {
    await deps.setAside(poison);
    return true;
  } catch (error) {
    logger.error('the dead letters did not take a record', { error: error as Error });
    return false;
  }
}

/**
 * Answers the first record that must be retried: the stream repeats it and all records after it. Poison before that record
 * was moved to the dead letters; poison after it comes again.
 */
export async function publishRecords(
  { Records }: DynamoDBStreamEvent,
  deps: PublisherDeps,
  timeLeft: TimeLeft,
): Promise<DynamoDBBatchResponse> {
  const records: (Outgoing | Poison)[] = Records.map(readRecord);
  const ofTenants = Map.groupBy(
    records.filter((record): record is Outgoing => !isPoison(record)),
    ({ tenantId }) => tenantId,
  );
  const events = (await Promise.all([...ofTenants.values()].map((some) => addressed(some, deps)))).flat();
  const unpublished = new Set([...(await publish(events, deps, timeLeft))].map((event) => event.sequenceNumber));
  if (unpublished.size > 0) logger.error('events wait for the next attempt', { count: unpublished.size });
  for (const record of records) {
    const isThrough = isPoison(record) ? await setAside(record, deps) : !unpublished.has(record.sequenceNumber);
    if (!isThrough) return { batchItemFailures: [{ itemIdentifier: record.sequenceNumber }] };
  }
  return { batchItemFailures: [] };
}
