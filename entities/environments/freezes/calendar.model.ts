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

/** A window as time goes on: whether it is open, and when that may change. Overlapping openings are read one after the other ends. */
function follow(window: CalendarWindow, at: number) {
  const coming = openings(window, at);
  let next = coming.next().value as Opening | undefined;
  let until = Number.NEGATIVE_INFINITY;
  let read = 1;
  return {
    window,
    /** Times must not decrease. */
    isOpenAt(time: number): boolean {
      while (until <= time && next !== undefined && next.begins <= time) {
        until = Math.max(until, next.ends);
        next = coming.next().value as Opening | undefined;
        read += 1;
      }
      return until > time;
    },
    /** After a time that was asked for: the next one at which it may open or close; Infinity if it stays as it is. */
    nextChange: (time: number): number => (until > time ? until : (next?.begins ?? Number.POSITIVE_INFINITY)),
    /** The openings that were read so far. */
    read: (): number => read,
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

/** Openings that a search reads in all, about a second of work: four years of two daily windows, and ten days of as many as there may be. */
const MOST_READ = 3_000;

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
  const isWithinReason = () => followed.reduce((sum, one) => sum + one.read(), 0) < MOST_READ;
  for (let now = at; isWithinReason(); ) {
    const time = Math.min(...followed.map((one) => one.nextChange(now)));
    if (!Number.isFinite(time)) break;
    now = time;
    if (causesAt(followed, time).length > 0 === closed) continue;
    return { ...state, nextOpen: closed ? isoOf(time) : null, nextClose: closed ? null : isoOf(time) };
  }
  return { ...state, nextOpen: null, nextClose: null };
}
