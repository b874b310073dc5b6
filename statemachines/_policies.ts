// The named retry and catch policies of state machines, each with its arithmetic. Imported by `.asl.ts` files.
import type { Catcher, Retrier } from './_asl.ts';

const LAMBDA = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
];

/** Waits of 1, 2, 4, 8, 16 and 30 s: at most 61 s, on average 30 s, enough for a throttled function. */
const MINUTE = {
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxAttempts: 6,
  MaxDelaySeconds: 30,
  JitterStrategy: 'FULL',
} as const;

/** For a wait by token: its time-out is a normal end, not a failure. */
export const TRANSIENT_IN_WAIT: Retrier = { ErrorEquals: ['request.conflict', ...LAMBDA], ...MINUTE };

/** For every other Task: errors by Lambda or by a concurrent change are temporary. */
export const TRANSIENT: Retrier = { ErrorEquals: [...TRANSIENT_IN_WAIT.ErrorEquals, 'States.Timeout'], ...MINUTE };

/**
 * For a Task that starts an execution. A repeated start with the same name and input answers the execution that runs. One that
 * has ended or timed out is not started again: its name is used.
 */
export const TRANSIENT_START: Retrier = {
  ErrorEquals: [
    'StepFunctions.AWSStepFunctionsException',
    'StepFunctions.SdkClientException',
    'StepFunctions.ThrottlingException',
    'StepFunctions.ExecutionLimitExceededException',
  ],
  ...MINUTE,
};

/**
 * For a Task whose failure nothing else repairs: waits of 1 to 1024 s, then four of 1800 s, at most 2 h 34 min and on
 * average 77 minutes. A regional outage is usually shorter.
 */
export const TRANSIENT_FOR_HOURS: Retrier = { ...TRANSIENT, MaxAttempts: 15, MaxDelaySeconds: 1800 };

/** For a Task that calls a service: waits of 2, 4, 8, 16, 30 and 30 s, at most 90 s and on average 45 s. */
export const SERVICE: Retrier = {
  ErrorEquals: ['integration.unavailable', 'integration.rate_limited'],
  ...MINUTE,
  IntervalSeconds: 2,
};

/** For a Task that needs KMS and S3, which state no time: the same waits. */
export const KEEPER: Retrier = { ...SERVICE, ErrorEquals: ['integration.unavailable'] };

/** Goes to `Next` with every error that remains after the retries. */
export const catchAll = (Next: string): Catcher => ({ ErrorEquals: ['States.ALL'], Next });

/** The same, with the error in the variable `error`. */
export const catchAllAsError = (Next: string): Catcher => ({
  ...catchAll(Next),
  Assign: { error: '{% $states.errorOutput %}' },
});

/** The `putOff` of a task's answer (`PutOff` of functions/_kit/workflow), or null. */
export const PUT_OFF = '{% $exists($states.result.Payload.putOff) ? $states.result.Payload.putOff : null %}';

/** Assigned before the first wait for a service, and after each successful task. */
export const NO_WAITS = { waits: 0, waited: 0 };

/**
 * The choice for a task that was put off: at most `most` waits, which take at most an hour together. Wait n lasts as long
 * as the service stated, and at least `distance`, an expression of `$waits` (n - 1). The next state reads it from
 * `waitSeconds`. A machine that gives up reads the variable `error`.
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
