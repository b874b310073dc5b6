// Wait: until Seconds from now or until Timestamp. A time in the past leaves at once.
import type { WaitState } from '../definition.ts';
import type { StateKind } from './state-kind.ts';

/** RFC 3339 in the form AWS takes: date, capital T, time, and Z or an offset. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** A year, AWS's longest wait. */
const MAX_SECONDS = 99_999_999;

export const waitKind: StateKind<WaitState> = {
  async enter(state, visit) {
    if (state.Timestamp !== undefined) {
      const timestamp = await visit.text(state.Timestamp, 'Timestamp');
      const until = TIMESTAMP.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
      if (Number.isNaN(until)) throw visit.wrongType('Timestamp', 'an RFC 3339 timestamp', timestamp);
      return { do: 'wait', until };
    }
    const seconds = await visit.integer(state.Seconds ?? 0, 'Seconds', 0);
    if (seconds > MAX_SECONDS) throw visit.wrongType('Seconds', `at most ${MAX_SECONDS}`, seconds);
    return { do: 'wait', until: visit.engine.now() + seconds * 1000 };
  },
};
