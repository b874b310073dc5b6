// From a recorded event to its target: retries, restarts, and nothing lost.
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AwsError, type Json, type JsonObject } from '../../../../../../infra/local/contracts.ts';
import { BusFixture, entryOf, failing, START, withTarget } from '../bus-fixture.ts';

/** A generator of numbers from 0 to 1 that gives the same ones in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('a delivery', () => {
  it('is recorded before PutEvents answers and gone once made', async () => {
    const fixture = new BusFixture();

    fixture.put(entryOf());

    expect([fixture.bus.pendingDeliveries(), fixture.delivered.length]).toEqual([1, 0]);
    await fixture.bus.runDue();
    expect([fixture.bus.pendingDeliveries(), fixture.delivered.length]).toEqual([0, 1]);
  });

  it('is made without being asked for once the bus has started', async () => {
    const fixture = new BusFixture();
    fixture.bus.start();

    fixture.put(entryOf());

    await expect.poll(() => fixture.delivered).toHaveLength(1);
    await fixture.bus.stop();
  });

  it('is retried after 0.2, 0.4, 0.8 s and so on, never more than a minute apart', async () => {
    const times: number[] = [];
    const fixture = new BusFixture({
      deliver: () => {
        times.push(fixture.now - START);
        if (times.length < 13) throw new Error('down');
      },
    });

    fixture.put(entryOf());
    await fixture.settle(200);

    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000, 60_000]);
    expect(fixture.delivered).toHaveLength(1);
  });

  it('comes back sooner by chance, at the soonest after half the pause', async () => {
    let attempts = 0;
    const fixture = new BusFixture({
      random: () => 1,
      deliver: () => {
        attempts += 1;
        throw new Error('down');
      },
    });
    fixture.put(entryOf());
    await fixture.bus.runDue();

    fixture.now += 99;
    await fixture.bus.runDue();
    expect(attempts).toBe(1);
    fixture.now += 1;
    await fixture.bus.runDue();
    expect(attempts).toBe(2);
  });

  it('does not hold up others', async () => {
    const fixture = new BusFixture({
      deliver: (payload) => {
        if ((payload as { detail: { n: number } }).detail.n === 1) throw new Error('down');
      },
    });

    fixture.put(entryOf({ n: 1 }), entryOf({ n: 2 }));
    await fixture.bus.runDue();

    expect(fixture.delivered).toMatchObject([{ payload: { detail: { n: 2 } } }]);
  });

  it('is one of at most sixteen in hand', async () => {
    const inHand = { now: 0, most: 0 };
    const fixture = new BusFixture({
      deliver: async () => {
        inHand.now += 1;
        inHand.most = Math.max(inHand.most, inHand.now);
        await pause(1);
        inHand.now -= 1;
      },
    });

    for (let n = 0; n < 5; n++) fixture.put(...Array.from({ length: 10 }, () => entryOf()));
    await fixture.bus.runDue();

    expect([inHand.most, fixture.delivered.length]).toEqual([16, 50]);
  });
});

describe('a bus killed and opened again', () => {
  it('makes the deliveries that were waiting and those that were in hand', async () => {
    const fixture = new BusFixture({ deliver: () => new Promise(() => {}) });
    fixture.put(...Array.from({ length: 10 }, (_, n) => entryOf({ n })));
    fixture.put(...Array.from({ length: 10 }, (_, n) => entryOf({ n: 10 + n })));
    void fixture.bus.runDue();

    fixture.restart();
    await fixture.bus.runDue();

    expect(fixture.delivered.map(({ payload }) => (payload as { detail: { n: number } }).detail.n)).toEqual(
      Array.from({ length: 20 }, (_, n) => n),
    );
  });

  it('remembers how often and since when a delivery was tried', async () => {
    const retry = { maximumRetryAttempts: 3, maximumEventAgeSeconds: 86_400 };
    const outcomes = { rules: withTarget({ retry }), deliver: failing() };
    const fixture = new BusFixture(outcomes);
    fixture.put(entryOf());
    await fixture.settle(200, 400);

    fixture.restart(outcomes);
    await fixture.settle();

    expect(fixture.deadLetters[0]?.attributes.RETRY_ATTEMPTS).toBe('3');
  });

  it('tries once more what grew too old meanwhile', async () => {
    const fixture = new BusFixture({ deliver: failing() });
    fixture.put(entryOf());
    await fixture.bus.runDue();

    fixture.now += 172_800_000;
    fixture.restart();
    await fixture.bus.runDue();

    expect(fixture.delivered).toHaveLength(1);
  });

  it('sends the dead letter that was not taken yet', async () => {
    const fixture = new BusFixture({ deliver: failing(new AwsError('AccessDenied', 'no')), deadLetter: failing() });
    fixture.put(entryOf());
    await fixture.bus.runDue();

    fixture.restart();
    await fixture.settle();

    expect(fixture.deadLetters).toMatchObject([{ attributes: { ERROR_CODE: 'NO_PERMISSIONS' } }]);
    expect(fixture.delivered).toEqual([]);
  });

  it('drops, with a line in the log, what was for a target that is no more', async () => {
    const fixture = new BusFixture();
    fixture.put(entryOf());

    fixture.restart({ rules: [] });
    await fixture.bus.runDue();

    expect(fixture.bus.pendingDeliveries()).toBe(0);
    expect(fixture.log).toEqual([expect.stringContaining('has no target consumer any more')]);
  });
});

describe('a thousand events with a fifth of the attempts failing', () => {
  it('all arrive, each exactly once', async () => {
    const random = seeded(7);
    const fails = seeded(42);
    const fixture = new BusFixture({
      random,
      deliver: () => {
        if (fails() < 0.2) throw new Error('down');
      },
    });

    for (let n = 0; n < 1000; n += 10) fixture.put(...Array.from({ length: 10 }, (_, i) => entryOf({ n: n + i })));
    await fixture.settle(1000);

    const arrived = fixture.delivered.map(
      ({ payload }: { payload: Json }) => ((payload as JsonObject).detail as JsonObject).n,
    );
    expect(arrived.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 1000 }, (_, n) => n));
    expect(fixture.deadLetters).toEqual([]);
  });
});
