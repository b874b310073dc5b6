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

/** For a Task that calls a service: waits of 2, 4, 8, 16, 30 and 30 s, 90 s at most and 45 s on average. */
export const SERVICE: Retrier = {
  ErrorEquals: ['integration.unavailable', 'integration.rate_limited'],
  ...MINUTE,
  IntervalSeconds: 2,
};

/** Takes every error that retries did not heal to `Next`. */
export const catchAll = (Next: string): Catcher => ({ ErrorEquals: ['States.ALL'], Next });

/** The same; `Next` finds the error in the variable `error`. */
export const catchAllAsError = (Next: string): Catcher => ({
  ...catchAll(Next),
  Assign: { error: '{% $states.errorOutput %}' },
});

/** The part of a task's answer that says that it is put off (`PutOff` of functions/_kit/workflow), or null. */
export const PUT_OFF = '{% $exists($states.result.Payload.putOff) ? $states.result.Payload.putOff : null %}';

/** Before the first wait for a service, and after each time that one has served. */
export const NO_WAITS = { waits: 0, waited: 0 };

/**
 * The way on for a task that its service put off: at most `most` waits, which are an hour at most in all. The nth lasts as long
 * as the service stated and at least `distance`, an expression of `$waits` (n - 1). The next state finds it in `waitSeconds`; a
 * machine that gives up finds the variable `error`.
 */
export function waitAnHour(most: number, distance: string, Next: string) {
  const seconds = `$max([$putOff.seconds, ${distance}])`;
  return {
    Condition: `{% $waits < ${most} and $waited + $putOff.seconds <= 3600 %}`,
    Assign: {
      waits: '{% $waits + 1 %}',
      waited: `{% $waited + ${seconds} %}`,
      waitSeconds: `{% ${seconds} %}`,
    },
    Next,
  };
}
export const GIVE_UP = { Assign: { error: '{% $putOff.error %}' } };
