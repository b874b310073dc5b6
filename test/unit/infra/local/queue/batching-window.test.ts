// Batching windows of event source mappings: when a batch begins that is not full.
import { describe, expect, it } from 'vitest';
import { fixtureWith, JOBS, START } from './queue-fixture.ts';

describe('the window of a batch', () => {
  it('gathers messages until it ends, or the batch is full', async () => {
    const fixture = await fixtureWith(['1'], () => null, { batchSize: 3, maximumBatchingWindowSeconds: 5 });
    await fixture.queues.runDue();
    await fixture.after(4);
    expect(fixture.batches).toEqual([]);

    await fixture.send(JOBS, '2');
    await fixture.after(1);
    expect(fixture.batches).toEqual([['1', '2']]);

    for (const body of ['3', '4', '5']) await fixture.send(JOBS, body);
    await fixture.queues.runDue();
    expect(fixture.batches).toEqual([
      ['1', '2'],
      ['3', '4', '5'],
    ]);
  });

  it('begins anew after the messages gathered are gone', async () => {
    const fixture = await fixtureWith(['1'], () => null, { maximumBatchingWindowSeconds: 5 });
    await fixture.queues.runDue();
    fixture.purge(JOBS);
    await fixture.after(1);
    await fixture.send(JOBS, '2');
    await fixture.after(4);

    expect(fixture.batches).toEqual([]);
    await fixture.after(5);
    expect(fixture.batches).toEqual([['2']]);
  });

  it.each([20, 21, 22, 23])('of %s ms may end while the queue is looked at', async (windowMs) => {
    const fixture = await fixtureWith([], () => null, { maximumBatchingWindowSeconds: windowMs / 1000 });
    let time = START;
    Object.defineProperty(fixture, 'now', { get: () => time++ });
    fixture.queues.start();

    await fixture.send(JOBS, 'one');

    await expect.poll(() => fixture.batches.flat(), { timeout: 1000 }).toEqual(['one']);
    await fixture.queues.stop();
  });
});
