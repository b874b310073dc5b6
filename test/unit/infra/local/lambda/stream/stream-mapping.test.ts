// Table streams to functions: order, retries, bisection, reported failures, giving up, and carrying on after a kill.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { InvocationResult, Json, JsonObject } from '../../../../../../infra/local/contracts.ts';
import type { StreamMappingModel } from '../../../../../../infra/local/template/model.ts';
import { type Answer, type Change, createFakeMapping, createFakeStream, FAILED, NOW } from './stream-fixture.ts';

const running: { stop(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const mapping of running.splice(0)) await mapping.stop();
});

const changes = (count: number, keys = 1): Change[] =>
  Array.from({ length: count }, (_, i) => ({ pk: `k${i % keys}` }));
const reported = (...sequences: string[]): Json => ({
  batchItemFailures: sequences.map((itemIdentifier) => ({ itemIdentifier })),
});

async function run(written: Change[], fields: Partial<StreamMappingModel>, answer: Answer = () => null) {
  const stream = createFakeStream();
  stream.write(...written);
  const fake = createFakeMapping(stream, fields, answer);
  running.push(fake.mapping);
  await fake.mapping.start();
  return { ...fake, stream };
}

const keysOf = (record: JsonObject | undefined) =>
  ((record ?? {}) as { dynamodb: { Keys: { pk: { S: string }; sk: { S: string } } } }).dynamodb.Keys;

/** Fails the first `times` invocations. */
const failing = (times: number, result: Json | InvocationResult = FAILED): Answer => {
  let left = times;
  return () => (left-- > 0 ? result : null);
};

describe('a stream mapping', () => {
  test('hands records over in order, in batches', async () => {
    const { batches } = await run(changes(5), { batchSize: 2 });
    await expect.poll(() => batches).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  test('tells records as Lambda does', async () => {
    const { given } = await run(changes(1), {});
    await expect
      .poll(() => given)
      .toMatchObject([
        { awsRegion: 'us-east-1', eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/things/stream/local' },
      ]);
  });

  test('wakes at once after a write', async () => {
    // Nothing but the wake ends its pause.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { batches, mapping, stream } = await run([], {});
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      stream.write({ pk: 'a' });
      mapping.wake();
      await expect.poll(() => batches, { interval: 5 }).toEqual([['1']]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('passes only what a filter matches', async () => {
    const filters: JsonObject[] = [{ eventName: ['INSERT'] }, { dynamodb: { NewImage: { kind: { S: ['outbox'] } } } }];
    const written = [
      { pk: 'a', eventName: 'MODIFY' },
      { pk: 'b' },
      { pk: 'c', eventName: 'MODIFY', image: { kind: { S: 'outbox' } } },
    ];
    const { batches } = await run(written, { filters });
    await expect.poll(() => batches).toEqual([['2', '3']]);
  });

  test('drops a change that changed nothing', async () => {
    const same = {
      pk: 'a',
      eventName: 'MODIFY',
      image: { a: { S: '1' }, b: { S: '2' } },
      oldImage: { b: { S: '2' }, a: { S: '1' } },
    };
    const { batches } = await run([same, { pk: 'b' }], {});
    await expect.poll(() => batches).toEqual([['2']]);
  });

  test('follows a stream from shard to shard', async () => {
    const stream = createFakeStream();
    stream.write({ pk: 'a' });
    stream.split();
    stream.write({ pk: 'b' });
    const { mapping, batches } = createFakeMapping(stream, {}, () => null);
    running.push(mapping);
    await mapping.start();
    await expect.poll(() => batches.flat()).toEqual(['1', '2']);
  });

  test('keeps the order of each partition key in parallel lanes', async () => {
    const seen: Record<string, number[]> = {};
    const { batches } = await run(
      changes(60, 7),
      { parallelizationFactor: 4, batchSize: 3 },
      async (_sequences, records) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
        for (const { pk, sk } of records.map(keysOf)) {
          const of = seen[pk.S] ?? [];
          of.push(Number(sk.S));
          seen[pk.S] = of;
        }
        return null;
      },
    );
    await expect.poll(() => batches.flat().length).toBe(60);
    expect(Object.keys(seen)).toHaveLength(7);
    for (const order of Object.values(seen)) expect(order).toEqual([...order].sort((a, b) => a - b));
  });
});

describe('a failure', () => {
  test('repeats the batch until it succeeds', async () => {
    const { batches } = await run(changes(2), {}, failing(2));
    await expect
      .poll(() => batches)
      .toEqual([
        ['1', '2'],
        ['1', '2'],
        ['1', '2'],
      ]);
  });

  test('splits the batch when told to', async () => {
    const poison: Answer = (sequences) => (sequences.includes('3') && sequences.length > 1 ? FAILED : null);
    const { batches } = await run(changes(4), { bisectBatchOnFunctionError: true }, poison);
    await expect.poll(() => batches).toEqual([['1', '2', '3', '4'], ['1', '2'], ['3', '4'], ['3'], ['4']]);
  });

  test('that is reported repeats from the first reported record', async () => {
    const { batches } = await run(changes(4), { reportBatchItemFailures: true }, failing(1, reported('4', '3')));
    await expect
      .poll(() => batches)
      .toEqual([
        ['1', '2', '3', '4'],
        ['3', '4'],
      ]);
  });

  test('that reports an unknown record repeats the whole batch', async () => {
    const { batches } = await run(changes(2), { reportBatchItemFailures: true }, failing(1, reported('nope')));
    await expect
      .poll(() => batches)
      .toEqual([
        ['1', '2'],
        ['1', '2'],
      ]);
  });

  test('that is reported without the template asking for it is a success', async () => {
    const { batches } = await run(changes(1), {}, failing(1, reported('1')));
    await expect.poll(() => batches).toEqual([['1']]);
    // A repeat would come at once.
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(batches).toEqual([['1']]);
  });

  test('is given up after the attempts of the template, to the queue it names', async () => {
    const fields = { maximumRetryAttempts: 1, onFailureQueueArn: 'queue', batchSize: 2 };
    const { batches, letters } = await run(changes(3), fields, (sequences) =>
      sequences.includes('1') ? FAILED : null,
    );
    await expect.poll(() => batches).toEqual([['1', '2'], ['1', '2'], ['3']]);
    expect(letters).toMatchObject([
      {
        requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
        DDBStreamBatchInfo: { startSequenceNumber: '1', endSequenceNumber: '2', batchSize: 2 },
      },
    ]);
  });

  test('is given up when the record is too old', async () => {
    const old = { pk: 'a', at: NOW - 61_000 };
    const { batches, letters } = await run(
      [old, { pk: 'b' }],
      { maximumRecordAgeSeconds: 60, onFailureQueueArn: 'queue' },
      failing(1),
    );
    await expect.poll(() => batches).toEqual([['1', '2'], ['2']]);
    expect(letters).toMatchObject([{ requestContext: { condition: 'RecordAgeExceeded' } }]);
  });
});

describe('after a restart', () => {
  test('nothing that succeeded comes again and nothing that failed is skipped', async () => {
    const stream = createFakeStream();
    stream.write(...changes(4));
    const first = createFakeMapping(stream, { batchSize: 2 }, (sequences) => (sequences[0] === '3' ? FAILED : null));
    await first.mapping.start();
    await expect.poll(() => first.batches.length).toBeGreaterThan(2);
    await first.mapping.stop();
    const second = createFakeMapping(stream, { batchSize: 2 }, () => null, first.db);
    running.push(second.mapping);
    await second.mapping.start();
    await expect.poll(() => second.batches).toEqual([['3', '4']]);
  });

  test('a slow lane does not make the others repeat', async () => {
    const stream = createFakeStream();
    stream.write(...changes(40, 8));
    const keyOf = (records: JsonObject[]) => JSON.stringify(records).includes('"k0"');
    const fields = { parallelizationFactor: 4, batchSize: 1 };
    const done: string[] = [];
    const first = createFakeMapping(stream, fields, (sequences, records) => {
      if (keyOf(records)) return FAILED;
      done.push(...sequences);
      return null;
    });
    await first.mapping.start();
    await expect.poll(() => done.length).toBeGreaterThan(15);
    await first.mapping.stop();
    const second = createFakeMapping(stream, fields, () => null, first.db);
    running.push(second.mapping);
    await second.mapping.start();
    await expect.poll(() => done.length + second.batches.length).toBe(40);
    expect(second.batches.flat().filter((sequence) => done.includes(sequence))).toEqual([]);
  });

  test('10,000 records at 20 % failures and restarts all arrive, each partition in order', async () => {
    const stream = createFakeStream();
    stream.write(...changes(10_000, 100));
    const newest: Record<string, number> = {};
    const arrived = new Set<string>();
    let calls = 0;
    const answer: Answer = (sequences, records) => {
      if (calls++ % 5 === 4) return FAILED;
      for (const [index, sequence] of sequences.entries()) {
        const { pk } = keysOf(records[index]);
        expect(Number(sequence)).toBeGreaterThan(newest[pk.S] ?? 0);
        newest[pk.S] = Number(sequence);
        arrived.add(sequence);
      }
      return null;
    };
    const fields = { parallelizationFactor: 4, batchSize: 100, bisectBatchOnFunctionError: true };
    let { mapping, db } = createFakeMapping(stream, fields, answer);
    await mapping.start();
    for (const enough of [2000, 5000]) {
      await expect.poll(() => arrived.size).toBeGreaterThan(enough);
      await mapping.stop();
      ({ mapping, db } = createFakeMapping(stream, fields, answer, db));
      await mapping.start();
    }
    running.push(mapping);
    await expect.poll(() => arrived.size).toBe(10_000);
  });
});
