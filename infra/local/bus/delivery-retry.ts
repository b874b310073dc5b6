// When a failed delivery is tried again, and when it is given up. Called by deliveries.ts.

export interface RetryPolicy {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
}

/** As EventBridge names it in the dead letter's EXHAUSTED_RETRY_CONDITION. */
type ExhaustedCondition = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

export type Verdict = { readonly retryAt: number } | { readonly exhausted: ExhaustedCondition };

// EventBridge spreads 185 attempts over a day; at a desk a target that comes back should be found within a minute.
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 60_000;

/**
 * Decides after the `attempts`-th failed attempt. The delay doubles from 0.2 s to 60 s, with a random half of it taken
 * off so that deliveries that failed together do not come back together; the last attempt is at the age limit at the
 * latest. Age counts only after an attempt: a machine that slept for a day still tries what it has.
 * @param random 0 (longest delay) to 1 (shortest)
 */
export function decideRetry(
  policy: RetryPolicy,
  delivery: { readonly attempts: number; readonly createdAt: number },
  now: number,
  random: number,
): Verdict {
  if (delivery.attempts > policy.maximumRetryAttempts) return { exhausted: 'MaximumRetryAttempts' };
  const deadline = delivery.createdAt + policy.maximumEventAgeSeconds * 1000;
  if (now >= deadline) return { exhausted: 'MaximumEventAgeInSeconds' };
  return { retryAt: Math.min(now + backoffMs(delivery.attempts, random), deadline) };
}

/** The pause after the `attempts`-th attempt in a row failed, in milliseconds. */
export function backoffMs(attempts: number, random: number): number {
  // 2^20 times the first delay is far beyond the longest; a bigger exponent would only risk Infinity.
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.round(delay * (1 - random / 2));
}
