// The arithmetic of retries: which retrier, how long, how often.
import { describe, expect, it } from 'vitest';
import type { Retrier } from '../../../../../../infra/local/asl/definition.ts';
import { planRetry, retryCount } from '../../../../../../infra/local/asl/retry.ts';

const failure = { error: 'Busy', cause: 'try later' };
const half = () => 0.5;

/** Delays in ms of retry after retry until the retriers give up. */
function delays(retriers: Retrier[], random = half): number[] {
  const found: number[] = [];
  let plan = planRetry(retriers, [], failure, random);
  while (plan && found.length < 20) {
    found.push(plan.delayMs);
    plan = planRetry(retriers, plan.counts, failure, random);
  }
  return found;
}

describe('planRetry', () => {
  it.each<[string, Omit<Retrier, 'ErrorEquals'>, number[]]>([
    ['three attempts, one second, doubled, by default', {}, [1000, 2000, 4000]],
    ['no attempt at all with MaxAttempts 0', { MaxAttempts: 0 }, []],
    ['a constant delay with BackoffRate 1', { IntervalSeconds: 5, BackoffRate: 1 }, [5000, 5000, 5000]],
    ['fractions of a second', { BackoffRate: 1.5, MaxAttempts: 4 }, [1000, 1500, 2250, 3375]],
    [
      'at most MaxDelaySeconds',
      { IntervalSeconds: 4, MaxDelaySeconds: 10, MaxAttempts: 4 },
      [4000, 8000, 10000, 10000],
    ],
    ['the whole delay without jitter', { JitterStrategy: 'NONE' }, [1000, 2000, 4000]],
    ['a share of the delay with full jitter', { JitterStrategy: 'FULL' }, [500, 1000, 2000]],
    ['jitter after the cap', { JitterStrategy: 'FULL', MaxDelaySeconds: 2, MaxAttempts: 3 }, [500, 1000, 1000]],
  ])('gives %s', (_, retrier, expected) => {
    expect(delays([{ ErrorEquals: ['Busy'], ...retrier }])).toEqual(expected);
  });

  it.each([0, 0.001, 0.999999])('keeps full jitter between nothing and the delay for %d', (drawn) => {
    const found = delays([{ ErrorEquals: ['Busy'], JitterStrategy: 'FULL' }], () => drawn);
    expect(found).toHaveLength(3);
    for (const [index, delay] of found.entries()) {
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThanOrEqual(1000 * 2 ** index);
    }
  });

  it('counts each retrier by itself and asks only the first that matches', () => {
    const retriers: Retrier[] = [
      { ErrorEquals: ['Busy'], MaxAttempts: 1 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 2 },
    ];
    const first = planRetry(retriers, [], failure, half);
    expect(first?.counts).toEqual([1, 0]);
    expect(planRetry(retriers, first?.counts ?? [], failure, half)).toBeUndefined();
    const other = planRetry(retriers, first?.counts ?? [], { error: 'Other' }, half);
    expect(other?.counts).toEqual([1, 1]);
    expect(retryCount(other?.counts ?? [])).toBe(2);
  });
});
