// The publisher and one batch: packing, order, retries, and its report to the stream.
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { describe, expect, it, vi } from 'vitest';
import { CHANNELS } from '../../../../entities/notifications/channel.model.ts';
import { MAX_BYTES, packCalls, readRecord } from '../../../../functions/publisher/outbox-record.ts';
import { type PublisherDeps, publishRecords } from '../../../../functions/publisher/publisher.ts';
import { outboxRecord, sequenceNumber, TENANT } from './stream-records.ts';

const idOf = (entry: PutEventsRequestEntry): string => JSON.parse(entry.Detail ?? '').id;

/** A bus that refuses each event as often as `refusals` says, and its publisher. The dead letters refuse `setAsideFailures` times. */
function publisher(
  refusals: Readonly<Record<string, number>> = {},
  timeLeft = () => 60_000,
  readChannels: PublisherDeps['readChannels'] = async (_, events) => events.map(() => ['SLACK']),
  setAsideFailures = 0,
) {
  const left = new Map(Object.entries(refusals));
  const calls: string[][] = [];
  const details: unknown[] = [];
  const pauses: number[] = [];
  const aside: unknown[] = [];
  let failuresLeft = setAsideFailures;
  const deps = {
    busName: 'bus',
    readChannels,
    setAside: async (poison: unknown) => {
      failuresLeft -= 1;
      if (failuresLeft >= 0) throw new Error('the queue is unavailable');
      aside.push(poison);
    },
    random: () => 1,
    pause: async (ms: number) => {
      pauses.push(ms);
    },
    sendEvents: async (entries: PutEventsRequestEntry[]) => {
      calls.push(entries.map(idOf));
      details.push(...entries.map((entry) => JSON.parse(entry.Detail ?? '')));
      return {
        Entries: entries.map((entry) => {
          const refused = left.get(idOf(entry)) ?? 0;
          left.set(idOf(entry), refused - 1);
          return refused > 0 ? { ErrorCode: 'InternalFailure' } : { EventId: 'taken' };
        }),
      };
    },
  };
  const publish = (...records: ReturnType<typeof outboxRecord>[]) =>
    publishRecords({ Records: records }, deps, timeLeft);
  return { calls, details, pauses, aside, publish };
}

const event = (position: number, subjectId: string, eventId: string) => outboxRecord(position, { subjectId, eventId });
const failure = (position: number) => ({ batchItemFailures: [{ itemIdentifier: sequenceNumber(position) }] });
const NEVER = 1_000;

describe('a batch', () => {
  it('goes in one call when its events are of different subjects', async () => {
    const { calls, publish } = publisher();
    expect(await publish(event(1, 'r1', 'a'), event(2, 'r2', 'b'))).toEqual({ batchItemFailures: [] });
    expect(calls).toEqual([['a', 'b']]);
  });

  it('has at most ten events in a call', async () => {
    const { calls, publish } = publisher();
    await publish(...Array.from({ length: 23 }, (_, index) => event(index, `r${index}`, `e${index}`)));
    expect(calls.map(({ length }) => length)).toEqual([10, 10, 3]);
  });

  it('sends the next event of a subject only after the one before it', async () => {
    const { calls, publish } = publisher();
    await publish(event(1, 'r1', 'a1'), event(2, 'r1', 'a2'), event(3, 'r2', 'b1'));
    expect(calls).toEqual([['a1', 'b1'], ['a2']]);
  });

  it('holds back later events of a subject that fails, and of no other', async () => {
    const { calls, publish } = publisher({ a1: 1 });
    expect(
      await publish(event(1, 'r1', 'a1'), event(2, 'r1', 'a2'), event(3, 'r2', 'b1'), event(4, 'r2', 'b2')),
    ).toEqual({ batchItemFailures: [] });
    expect(calls).toEqual([['a1', 'b1'], ['a1', 'b2'], ['a2']]);
  });

  it('pauses longer after each failed wave', async () => {
    const { pauses, publish } = publisher({ a: 3 });
    await publish(event(1, 'r1', 'a'));
    expect(pauses).toEqual([100, 200, 400]);
  });

  it('reports the first event that never got through, with all others of its batch published', async () => {
    const { calls, publish } = publisher({ a2: NEVER });
    const batch = [event(1, 'r1', 'a1'), event(2, 'r1', 'a2'), event(3, 'r1', 'a3'), event(4, 'r2', 'b1')];
    expect(await publish(...batch)).toEqual(failure(2));
    expect(calls.flat()).toContain('b1');
    expect(calls.flat()).not.toContain('a3');
  });

  it('stops in time and reports what it did not begin', async () => {
    const times = [60_000, 5_000];
    const { calls, publish } = publisher({}, () => times.shift() ?? 0);
    expect(await publish(event(1, 'r1', 'a1'), event(2, 'r1', 'a2'))).toEqual(failure(2));
    expect(calls).toEqual([['a1']]);
  });
});

describe('the channels of an event', () => {
  it('are part of its detail', async () => {
    const { details, publish } = publisher();
    await publish(event(1, 'r1', 'a'));
    expect(details).toEqual([{ id: 'a', tenantId: TENANT, version: 1, channels: ['SLACK'] }]);
  });

  it('are all of them while the table does not answer', async () => {
    const { details, publish } = publisher({}, undefined, async () => {
      throw new Error('no answer');
    });
    expect(await publish(event(1, 'r1', 'a'))).toEqual({ batchItemFailures: [] });
    expect(details).toMatchObject([{ channels: [...CHANNELS] }]);
  });

  it('are read for each tenant on its own', async () => {
    const readChannels = vi.fn(async (tenantId: string) => [
      tenantId === TENANT ? ['SLACK' as const] : ['JIRA' as const],
    ]);
    const { details, publish } = publisher({}, undefined, readChannels);
    const foreign = outboxRecord(2, { subjectId: 'r1', eventId: 'b', pk: 'T#other#OUTBOX#r1' });
    await publish(event(1, 'r1', 'a'), foreign);
    expect(details).toMatchObject([
      { id: 'a', channels: ['SLACK'] },
      { id: 'b', channels: ['JIRA'] },
    ]);
  });
});

describe('an event', () => {
  const expected = {
    subject: `${TENANT}#r1`,
    eventId: 'a',
    entry: { Source: 'windlass.releases', DetailType: 'ReleaseStarted' },
  };

  it.each([
    ['as it is stored now', {}],
    ['that was stored before its key was', { isOld: true }],
  ])('%s is whole on the bus', (_, fields) => {
    const read = readRecord(outboxRecord(1, { subjectId: 'r1', eventId: 'a', ...fields }));
    expect(read).toMatchObject(expected);
    const { Detail = '' } = 'entry' in read ? read.entry : {};
    expect(JSON.parse(Detail)).toEqual({ id: 'a', tenantId: TENANT, version: 1 });
  });
});

describe('poison', () => {
  const tooLarge = JSON.stringify({ id: 'x', text: 'y'.repeat(MAX_BYTES) });
  it.each([
    ['an item that is no outbox event', { entity: 'release' }],
    ['an item under another key', { pk: 'T#x#RELEASE#r1' }],
    ['an event whose detail is no JSON', { detail: '{' }],
    ['an event larger than the bus takes', { detail: tooLarge }],
    ['a change that is not an insertion', { eventName: 'REMOVE' as const }],
  ])('%s goes to the dead letters, and the stream goes on', async (_, fields) => {
    const { calls, aside, publish } = publisher();
    const poison = outboxRecord(2, { subjectId: 'r1', eventId: 'poison', ...fields });
    expect(await publish(event(1, 'r1', 'a1'), poison, event(3, 'r1', 'a2'))).toEqual({ batchItemFailures: [] });
    expect(calls.flat()).toEqual(['a1', 'a2']);
    expect(aside).toEqual([expect.objectContaining({ sequenceNumber: sequenceNumber(2), reason: expect.any(String) })]);
  });

  const poison = (position: number) => outboxRecord(position, { subjectId: 'r2', eventId: 'x', entity: 'release' });

  it('after an event that waits is left for the next attempt, so that it is set aside once', async () => {
    const { aside, publish } = publisher({ a1: NEVER });
    expect(await publish(poison(1), event(2, 'r1', 'a1'), poison(3))).toEqual(failure(2));
    expect(aside).toEqual([expect.objectContaining({ sequenceNumber: sequenceNumber(1) })]);
  });

  it('that the dead letters do not take is tried again', async () => {
    const { aside, publish } = publisher({}, undefined, undefined, 1);
    const batch = [event(1, 'r1', 'a1'), poison(2), event(3, 'r1', 'a2')];
    expect(await publish(...batch)).toEqual(failure(2));
    expect(await publish(...batch.slice(1))).toEqual({ batchItemFailures: [] });
    expect(aside).toHaveLength(1);
  });
});

describe('packing', () => {
  it('keeps the bytes of a call within the limit', () => {
    const detail = (id: string) => JSON.stringify({ id, text: 'é'.repeat(50_000) });
    const events = ['a', 'b', 'c', 'd'].map((id, position) =>
      readRecord(outboxRecord(position, { subjectId: id, eventId: id, detail: detail(id) })),
    );
    const calls = packCalls(events as never);
    expect(calls.map(({ length }) => length)).toEqual([2, 2]);
  });
});
