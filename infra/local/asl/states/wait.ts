// Wait: until Seconds from now or until Timestamp. A time in the past leaves at once.
import type { WaitState } from '../definition.ts';
import type { StateKind } from './state-kind.ts';

/** RFC 3339 in the form AWS takes: date, capital T, time, and Z or an offset. */
const TIMESTAMP =
  /^(\d{4})-(0[1-9]|1[0-2])-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Epoch milliseconds, or undefined for text that is not RFC 3339; unlike Date.parse, knows how long each month is. */
export function timestampMs(text: string): number | undefined {
  const [, year, month, day] = (TIMESTAMP.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day >= 1 && day <= lastDay ? Date.parse(text) : undefined;
}

/** AWS's longest wait and timeout, about three years. */
export const MAX_SECONDS = 99_999_999;

export const waitKind: StateKind<WaitState> = {
  async enter(state, visit) {
    if (state.Timestamp !== undefined) {
      const timestamp = await visit.text(state.Timestamp, 'Timestamp');
      const until = timestampMs(timestamp);
      if (until === undefined) throw visit.wrongType('Timestamp', 'an RFC 3339 timestamp', timestamp);
      return { do: 'wait', until };
    }
    const seconds = await visit.integer(state.Seconds ?? 0, 'Seconds', 0);
    if (seconds > MAX_SECONDS) throw visit.wrongType('Seconds', `at most ${MAX_SECONDS}`, seconds);
    return { do: 'wait', until: visit.engine.now() + seconds * 1000 };
  },
};
