// The arithmetic of `Retry`: the retrier of a failure, and its delay. Pure; the interpreter calls it.
import type { Retrier } from './definition.ts';
import { type Failure, matches } from './failure.ts';

/** The number of retries that each retrier of the state has made, by position in `Retry`. */
export type RetryCounts = readonly number[];

export interface RetryPlan {
  readonly counts: RetryCounts;
  readonly delayMs: number;
}

/**
 * The next retry, or undefined when no retrier matches or the first that does has no attempt left. Defaults are AWS's: three
 * attempts, one second, doubled. `random` gives numbers in [0, 1); FULL jitter draws between 0 and the computed delay.
 * Each retrier counts only its own retries.
 */
export function planRetry(
  retriers: readonly Retrier[],
  counts: RetryCounts,
  failure: Failure,
  random: () => number,
): RetryPlan | undefined {
  const position = retriers.findIndex((retrier) => matches(retrier.ErrorEquals, failure));
  const retrier = retriers[position];
  if (!retrier) return undefined;
  const made = counts[position] ?? 0;
  if (made >= (retrier.MaxAttempts ?? 3)) return undefined;
  const grown = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** made;
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? Number.MAX_SAFE_INTEGER);
  const delayMs = Math.round(seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? random() : 1));
  return { counts: retriers.map((_, index) => (counts[index] ?? 0) + (index === position ? 1 : 0)), delayMs };
}

/** `$states.context.State.RetryCount`: retries of the state by any retrier. */
export function retryCount(counts: RetryCounts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
