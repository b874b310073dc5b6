// Errors of states and executions, and which names of `ErrorEquals` match them. Names and their exceptions:
// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
import type { Json, JsonObject } from '../contracts.ts';

/** An error of a state or an execution. `timeout` is set by the timers only: AWS names both timeouts States.Timeout. */
export interface Failure {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly timeout?: 'heartbeat' | 'task';
}

/** Thrown by the interpreter's own checks. `location` is set when an expression failed: `Output/a[0]`. */
export class StateFailure extends Error {
  readonly failure: Failure;
  readonly location: string | undefined;

  constructor(error: string, cause: string, location?: string) {
    super(cause);
    this.name = error;
    this.failure = { error, cause };
    this.location = location;
  }
}

/** AWS's limit of a payload, an input and an Assign: 256 KiB of JSON in UTF-8. */
export const MAX_PAYLOAD_BYTES = 262_144;

/** Answers the value, or raises States.DataLimitExceeded when its JSON is over 256 KiB. */
export function withinLimit<T extends Json>(value: T, what: string): T {
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_PAYLOAD_BYTES) {
    throw new StateFailure('States.DataLimitExceeded', `The ${what} is larger than ${MAX_PAYLOAD_BYTES} bytes.`);
  }
  return value;
}

const TIMEOUTS: readonly (string | undefined)[] = ['States.Timeout', 'States.HeartbeatTimeout'];

/** Ends the execution at once: no retrier, no catcher and no state around it handles it. */
export function isFatal({ error }: Failure): boolean {
  return error === 'States.Runtime';
}

/** True when a retrier or catcher with these names handles the failure. */
export function matches(errorEquals: readonly string[], failure: Failure): boolean {
  const { error } = failure;
  if (isFatal(failure)) return false;
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (name === 'States.HeartbeatTimeout') return failure.timeout === 'heartbeat';
    if (error === 'States.DataLimitExceeded') return false;
    if (name === 'States.TaskFailed') return !TIMEOUTS.includes(error);
    return name === 'States.ALL';
  });
}

/** `$states.errorOutput`, and the input of a catcher's next state. Both members are always there, as on AWS. */
export function errorOutput({ error, cause, timeout }: Failure): JsonObject {
  return { Error: error ?? null, Cause: cause ?? (timeout ? '' : null) };
}

/** The members of an error that are set, as history events carry them. */
export function errorDetails({ error, cause }: Failure): JsonObject {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
