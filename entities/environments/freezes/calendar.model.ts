// The freeze calendar: whether deployments may begin at a moment, and until when that lasts. A DENY window that is open closes; if there
// are ALLOW windows, one of them must be open (as promotion windows of Kargo). A window is open from its begin, inclusive, to its end,
// exclusive. Pure; evaluated by the API and, when an execution starts, by its tasks.
import { isoOf } from '../../_base/time/iso.ts';
import { occurrences } from '../../_base/time/recurrence/occurrences.ts';
import { instantOf } from '../../_base/time/wall-time.ts';
import type { FreezeEffect } from '../words.model.ts';
import { endOf, longestMs } from './duration.ts';

export interface CalendarWindow {
  readonly freezeWindowId: string;
  readonly name: string;
  readonly effect: FreezeEffect;
  /** See _base/time/recurrence/rule.ts; without a rule it opens once. */
  readonly rrule?: string | undefined;
  readonly timeZone: string;
  /** Wall time at which it first opens. */
  readonly dtstart: string;
  readonly duration: string;
}

/** One opening of a window, in epoch milliseconds. */
export interface Opening {
  readonly begins: number;
  readonly ends: number;
}

/** The openings of a window that end after `at`, in the order in which they begin. */
export function* openings(window: CalendarWindow, at: number): Generator<Opening> {
  const { rrule, timeZone, dtstart, duration } = window;
  const begins =
    rrule === undefined
      ? [instantOf(dtstart, timeZone)]
      : occurrences({ rrule, timeZone, dtstart }, at - longestMs(duration) - 1);
  for (const begin of begins) {
    const ends = endOf(begin, duration, timeZone);
    if (ends > at) yield { begins: begin, ends };
  }
}

/** A window as time goes on: whether it is open, and when that changes. */
function follow(window: CalendarWindow, at: number) {
  const coming = openings(window, at);
  let next = coming.next().value as Opening | undefined;
  let open: number[] = [];
  return {
    window,
    /** Times must not decrease. */
    isOpenAt(time: number): boolean {
      while (next !== undefined && next.begins <= time) {
        open.push(next.ends);
        next = coming.next().value as Opening | undefined;
      }
      open = open.filter((end) => end > time);
      return open.length > 0;
    },
    /** The next time at which an opening begins or ends; Infinity if none does. */
    nextChange: (): number => Math.min(next?.begins ?? Number.POSITIVE_INFINITY, ...open),
    /** The end of the last opening that is open now. */
    openUntil: (): number => Math.max(...open),
  };
}
type Followed = ReturnType<typeof follow>;

export interface Freeze {
  readonly closed: boolean;
  /** For people; null if nothing is closed. */
  readonly reason: string | null;
  /** The DENY windows that are open, or the ALLOW windows of which none is. */
  readonly windows: readonly { readonly id: string; readonly name: string; readonly effect: FreezeEffect }[];
  /** The first moment that is open again; null if it is open now, or if none was found. */
  readonly nextOpen: string | null;
  /** The first moment that is closed again; null if it is closed now, or if none was found. */
  readonly nextClose: string | null;
}

/** Changes that a search looks at: more than a year of two daily windows. */
const MOST_CHANGES = 1_500;

function causesAt(followed: readonly Followed[], time: number): readonly Followed[] {
  const isOpen = followed.map((one) => one.isOpenAt(time));
  const denying = followed.filter(({ window }, index) => window.effect === 'DENY' && isOpen[index]);
  const allowing = followed.filter(({ window }) => window.effect === 'ALLOW');
  const isAllowed =
    allowing.length === 0 || followed.some(({ window }, index) => window.effect === 'ALLOW' && isOpen[index]);
  return isAllowed ? denying : [...denying, ...allowing];
}

function reasonOf(causes: readonly Followed[]): string | null {
  if (causes.length === 0) return null;
  const namesOf = (effect: CalendarWindow['effect']) =>
    causes.flatMap(({ window }) => (window.effect === effect ? [window.name] : [])).join(', ');
  const [denying, allowing] = [namesOf('DENY'), namesOf('ALLOW')];
  return [
    ...(denying === '' ? [] : [`Closed by ${denying}.`]),
    ...(allowing === '' ? [] : [`Open only within ${allowing}.`]),
  ].join(' ');
}

/** The state at a moment, in epoch milliseconds, by the windows that apply. */
export function freezeAt(windows: readonly CalendarWindow[], at: number): Freeze {
  const followed = windows.map((window) => follow(window, at));
  const causes = causesAt(followed, at);
  const closed = causes.length > 0;
  const state = {
    closed,
    reason: reasonOf(causes),
    windows: causes.map(({ window: { freezeWindowId: id, name, effect } }) => ({ id, name, effect })),
  };
  for (let changes = 0; changes < MOST_CHANGES; changes++) {
    const time = Math.min(...followed.map((one) => one.nextChange()));
    if (!Number.isFinite(time)) break;
    if (causesAt(followed, time).length > 0 === closed) continue;
    return { ...state, nextOpen: closed ? isoOf(time) : null, nextClose: closed ? null : isoOf(time) };
  }
  return { ...state, nextOpen: null, nextClose: null };
}
