// Tells how much time the current invocation has left, so that nothing begins that could not finish. A Lambda
// environment runs one invocation at a time, so one value serves all of its clients.
import type { Context } from 'aws-lambda';

type Timed = Pick<Context, 'getRemainingTimeInMillis'>;

export interface TimeLeft {
  /** Milliseconds until the function's time-out; without end while nothing is under way. */
  readonly leftMs: () => number;
  /** A handler whose invocations are measured. */
  measure<Event, C extends Timed, Answer>(
    handler: (event: Event, context: C) => Answer,
  ): (event: Event, context: C) => Answer;
}

export function createTimeLeft(): TimeLeft {
  let leftMs = () => Number.POSITIVE_INFINITY;
  return {
    leftMs: () => leftMs(),
    measure: (handler) => (event, context) => {
      leftMs = () => context.getRemainingTimeInMillis();
      return handler(event, context);
    },
  };
}
