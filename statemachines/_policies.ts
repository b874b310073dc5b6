// The retries and catches of state machines by name, each with its arithmetic. Imported by `.asl.ts` files.
import type { Catcher, Retrier } from './_asl.ts';

const LAMBDA = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
];

/** Waits of 1, 2, 4, 8, 16 and 30 s: 61 s at most and 30 s on average, so that a throttled function has its minute. */
const MINUTE = {
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxAttempts: 6,
  MaxDelaySeconds: 30,
  JitterStrategy: 'FULL',
} as const;

/** For a wait by token: its time-out is its end and no failure. */
export const TRANSIENT_IN_WAIT: Retrier = { ErrorEquals: ['request.conflict', ...LAMBDA], ...MINUTE };

/** For every other Task: what Lambda or a concurrent change did to it passes. */
export const TRANSIENT: Retrier = { ErrorEquals: [...TRANSIENT_IN_WAIT.ErrorEquals, 'States.Timeout'], ...MINUTE };

/**
 * For a Task after which nobody looks again: waits of 1 to 1024 s, then four of 1800 s, which are 2 h 34 min at most and 77
 * minutes on average. An outage of a region is usually shorter.
 */
export const TRANSIENT_FOR_HOURS: Retrier = { ...TRANSIENT, MaxAttempts: 15, MaxDelaySeconds: 1800 };

const UNAVAILABLE = ['integration.unavailable', 'integration.rate_limited'];

/** For a Task that calls a service: waits of 2, 4, 8, 16, 30 and 30 s, 90 s at most and 45 s on average. */
export const SERVICE: Retrier = { ErrorEquals: UNAVAILABLE, ...MINUTE, IntervalSeconds: 2 };

/** For a Task that people do not wait for: after 1, 2, 4, 8 and 16 minutes, 31 minutes in all. */
export const SERVICE_FOR_HALF_AN_HOUR: Retrier = {
  ErrorEquals: [...UNAVAILABLE, 'integration.reply_invalid'],
  ...{ IntervalSeconds: 60, BackoffRate: 2, MaxAttempts: 5, MaxDelaySeconds: 1800 },
};

/** Takes every error that retries did not heal to `Next`. */
export const catchAll = (Next: string): Catcher => ({ ErrorEquals: ['States.ALL'], Next });

/** The same; `Next` finds the error in the variable `error`. */
export const catchAllAsError = (Next: string): Catcher => ({
  ...catchAll(Next),
  Assign: { error: '{% $states.errorOutput %}' },
});
