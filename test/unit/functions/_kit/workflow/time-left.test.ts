// The time left of an invocation, as its clients see it.
import { describe, expect, it } from 'vitest';
import { createTimeLeft } from '../../../../../functions/_kit/workflow/time-left.ts';

describe('the time left', () => {
  it('is without end while nothing is under way', () => {
    expect(createTimeLeft().leftMs()).toBe(Number.POSITIVE_INFINITY);
  });

  it('is that of the invocation under way, whenever it is asked for', async () => {
    const time = createTimeLeft();
    const handler = time.measure(async (event: { ms: number }) => [event.ms, time.leftMs(), time.leftMs()]);
    const counting = (ms: number) => ({ getRemainingTimeInMillis: () => ms-- });
    expect(await handler({ ms: 1 }, counting(900))).toEqual([1, 900, 899]);
    expect(await handler({ ms: 2 }, counting(50))).toEqual([2, 50, 49]);
  });
});
