// The way from CI systems to Windlass, in ticks: without disturbance everything arrives in the tick after it was sent, in
// order. With it a fifth arrives twice and a fifth late, a little or after everything else that happens to a build.
import type { BusEvent } from '../../../functions/_kit/bus/bus-event.ts';
import { dice } from '../../support/dice.ts';

export interface CiEvent extends Pick<BusEvent, 'source' | 'detail-type' | 'detail'> {
  /** The number of the release that the build belongs to; not part of what is sent. */
  readonly release: number;
}

const SHARE = 0.2;
const SHORT_TICKS = 4;
const LONG_TICKS = 400;

export type Network = ReturnType<typeof createNetwork>;

export function createNetwork({ seed }: { readonly seed?: number } = {}) {
  const random = dice(seed ?? 0);
  const isDisturbed = seed !== undefined;
  /** The events that arrive in each tick. */
  const ahead = new Map<number, CiEvent[]>();
  const counts = { sent: 0, twice: 0, late: 0 };
  let now = 0;

  const arrive = (event: CiEvent, tick: number) => ahead.set(tick, [...(ahead.get(tick) ?? []), event]);
  const happens = (): boolean => isDisturbed && random() < SHARE;
  const delay = (): number => Math.ceil(random() * (random() < 0.5 ? SHORT_TICKS : LONG_TICKS));

  return {
    counts,
    /** Sends events one tick after the other. */
    send(events: readonly CiEvent[]): void {
      for (const [index, event] of events.entries()) {
        const sent = now + 1 + index;
        counts.sent += 1;
        const isLate = happens();
        counts.late += Number(isLate);
        arrive(event, isLate ? sent + delay() : sent);
        const isTwice = happens();
        counts.twice += Number(isTwice);
        if (isTwice) arrive(event, random() < 0.5 ? sent : sent + delay());
      }
    },
    /** Delivers what failed once more. */
    again: (event: CiEvent) => arrive(event, now + 1),
    /** The events that arrive next, at once; undefined when nothing is on its way. */
    next(): readonly CiEvent[] | undefined {
      if (ahead.size === 0) return undefined;
      now = Math.min(...ahead.keys());
      const events = ahead.get(now);
      ahead.delete(now);
      return events;
    },
  };
}
