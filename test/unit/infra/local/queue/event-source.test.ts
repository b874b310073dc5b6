// Event source mappings: what functions get, and what becomes of messages they do not take.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../../infra/local/contracts.ts';
import { DEAD, fixtureWith, JOBS, type LambdaRecord, MAPPING, QueueFixture, queueOf, START } from './queue-fixture.ts';

const failuresOf = (...records: readonly (LambdaRecord | undefined)[]) => ({
  batchItemFailures: records.map((record) => ({ itemIdentifier: record?.messageId ?? '' })),
});

describe('a mapping', () => {
  it("gives its function Lambda's records and removes what it took", async () => {
    const events: unknown[] = [];
    const fixture = await fixtureWith([], (records) => {
      events.push(...records);
      return null;
    });
    fixture.queues.send(JOBS.arn, '{"a":1}');

    await fixture.queues.runDue();

    expect(events).toEqual([
      {
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: '{"a":1}',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(START),
          SenderId: 'local',
          ApproximateFirstReceiveTimestamp: String(START),
        },
        messageAttributes: {},
        md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
        eventSource: 'aws:sqs',
        eventSourceARN: JOBS.arn,
        awsRegion: 'eu-west-1',
      },
    ]);
    expect(await fixture.counts(JOBS)).toEqual([0, 0]);
  });

  it('works without being asked once the queues have started', async () => {
    const fixture = await fixtureWith(['before'], () => null);
    fixture.queues.start();

    await fixture.send(JOBS, 'after');

    await expect.poll(() => fixture.batches.flat()).toEqual(['before', 'after']);
    await fixture.queues.stop();
  });

  it('fills batches up to its size, in order', async () => {
    const fixture = await fixtureWith(['1', '2', '3', '4', '5'], () => null, { batchSize: 2 });

    await fixture.queues.runDue();

    expect(fixture.batches).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  it('has no more batches in hand than its maximum concurrency', async () => {
    const inHand = { now: 0, most: 0 };
    const handler = async () => {
      inHand.now += 1;
      inHand.most = Math.max(inHand.most, inHand.now);
      await pause(1);
      inHand.now -= 1;
      return null;
    };
    const fixture = await fixtureWith(['1', '2', '3', '4', '5'], handler, { batchSize: 1, maximumConcurrency: 2 });

    await fixture.queues.runDue();

    expect([inHand.most, fixture.batches.length]).toEqual([2, 5]);
  });
});

describe('a batch that fails', () => {
  it('comes back whole after the visibility timeout when the function throws', async () => {
    let attempts = 0;
    const fixture = await fixtureWith(['1', '2'], () => {
      attempts += 1;
      if (attempts === 1) throw new TypeError('broken');
      return null;
    });

    await fixture.queues.runDue();
    expect(await fixture.counts(JOBS)).toEqual([0, 2]);
    await fixture.after(29);
    expect(fixture.batches).toHaveLength(1);
    await fixture.after(1);

    expect(fixture.batches).toEqual([
      ['1', '2'],
      ['1', '2'],
    ]);
    expect(await fixture.counts(JOBS)).toEqual([0, 0]);
    expect(fixture.log).toEqual(['queue: jobs: worker failed: TypeError']);
  });

  it('comes back in part when the function names the failures', async () => {
    const counts: (string | undefined)[] = [];
    const fixture = await fixtureWith(['1', '2', '3'], (records) => {
      counts.push(records[1]?.attributes.ApproximateReceiveCount ?? records[0]?.attributes.ApproximateReceiveCount);
      return records.length === 3 ? failuresOf(records[1]) : null;
    });

    await fixture.queues.runDue();
    await fixture.after(30);

    expect(fixture.batches).toEqual([['1', '2', '3'], ['2']]);
    expect(counts).toEqual(['1', '2']);
  });

  it.each<[string, Json, number]>([
    ['null', null, 0],
    ['no list', {}, 0],
    ['null as list', { batchItemFailures: null }, 0],
    ['an empty list', { batchItemFailures: [] }, 0],
    ['a text', 'done', 2],
    ['a list that is none', { batchItemFailures: 'x' }, 2],
    ['an unknown message', { batchItemFailures: [{ itemIdentifier: 'other' }] }, 2],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, 2],
    ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }, 2],
    ['a wrong key', { batchItemFailures: [{ id: 'x' }] }, 2],
  ])('is read from the answer: %s', async (_name, answer, left) => {
    const fixture = await fixtureWith(['1', '2'], () => answer);

    await fixture.queues.runDue();

    expect(await fixture.counts(JOBS)).toEqual([0, left]);
  });

  it('is not read from the answer of a mapping without partial failures', async () => {
    const fixture = await fixtureWith(['1'], (records) => failuresOf(records[0]), { reportBatchItemFailures: false });

    await fixture.queues.runDue();

    expect(await fixture.counts(JOBS)).toEqual([0, 0]);
  });

  it('goes to the dead-letter queue after its last receipt, where another mapping finds it', async () => {
    const seen: string[] = [];
    const mappings = [MAPPING, { ...MAPPING, queueArn: DEAD.arn, functionName: 'undertaker' }];
    const handler = (records: readonly LambdaRecord[], functionName: string) => {
      if (functionName === 'worker') throw new Error('always');
      seen.push(...records.map(({ body, attributes }) => `${body} from ${attributes.DeadLetterQueueSourceArn}`));
      return null;
    };
    const fixture = new QueueFixture({ mappings, handler });
    await fixture.send(JOBS, 'poison');

    await fixture.queues.runDue();
    for (let receipt = 1; receipt <= 3; receipt++) await fixture.after(30);

    expect(fixture.batches).toHaveLength(4);
    expect(seen).toEqual([`poison from ${JOBS.arn}`]);
    expect([await fixture.counts(JOBS), await fixture.counts(DEAD)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('comes back when its function said so: a changed visibility wins over the timeout', async () => {
    const fixture: QueueFixture = await fixtureWith(['1'], async ([record]) => {
      if (record?.attributes.ApproximateReceiveCount !== '1') return null;
      await fixture.call('ChangeMessageVisibility', {
        QueueUrl: JOBS.url,
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: 90,
      });
      return failuresOf(record);
    });

    await fixture.queues.runDue();
    await fixture.after(89);
    expect(fixture.batches).toHaveLength(1);
    await fixture.after(1);
    expect(fixture.batches).toHaveLength(2);
  });
});

describe('queues killed and opened again', () => {
  it('give again at once what their mappings had in hand, as the same attempt', async () => {
    const fixture = await fixtureWith(['1', '2'], () => new Promise<Json>(() => {}));
    void fixture.queues.runDue();
    expect(await fixture.counts(JOBS)).toEqual([0, 2]);

    const counts: (string | undefined)[] = [];
    fixture.restart({
      mappings: [MAPPING],
      handler: (records) => {
        counts.push(...records.map(({ attributes }) => attributes.ApproximateReceiveCount));
        return null;
      },
    });
    await fixture.queues.runDue();

    expect(fixture.batches[1]).toEqual(['1', '2']);
    expect(counts).toEqual(['1', '1']);
    await fixture.queues.stop();
  });

  it('still wait for what others hold, and for what failed', async () => {
    const fixture = await fixtureWith(['failed'], () => {
      throw new Error('no');
    });
    await fixture.queues.runDue();
    await fixture.send(DEAD, 'held');
    await fixture.receive(DEAD);

    fixture.restart({ mappings: [MAPPING] });
    await fixture.queues.runDue();
    expect([fixture.batches.length, await fixture.counts(DEAD), await fixture.counts(JOBS)]).toEqual([
      1,
      [0, 1],
      [0, 1],
    ]);
    await fixture.after(30);

    expect(fixture.batches).toEqual([['failed'], ['failed']]);
    expect(await fixture.bodies(DEAD)).toEqual(['held']);
    await fixture.queues.stop();
  });

  it('keep the time that a function gave its message', async () => {
    const { promise: isHidden, resolve: hidden } = Promise.withResolvers<void>();
    const fixture: QueueFixture = await fixtureWith(['1'], async ([record]) => {
      const ReceiptHandle = record?.receiptHandle ?? null;
      await fixture.call('ChangeMessageVisibility', { QueueUrl: JOBS.url, ReceiptHandle, VisibilityTimeout: 90 });
      hidden();
      return new Promise<Json>(() => {});
    });
    void fixture.queues.runDue();
    await isHidden;

    fixture.restart({ mappings: [MAPPING] });
    await fixture.after(89);
    expect(fixture.batches).toHaveLength(1);
    await fixture.after(1);
    expect(fixture.batches).toHaveLength(2);
    await fixture.queues.stop();
  });
});

describe('creating queues', () => {
  it('fails where a mapping names a queue that is not there', () => {
    expect(() => new QueueFixture({ queues: [queueOf('other')], mappings: [MAPPING] })).toThrow('does not exist');
  });

  it('refuses to send to a queue that is not there', () => {
    expect(() => new QueueFixture().queues.send('arn:other', 'a')).toThrow('does not exist');
  });
});
