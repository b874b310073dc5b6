// A moment: how long ago it was, and on hover or focus the date with its time zone.
import { useEffect, useState } from 'react';
import { kept } from '../app/memory.ts';
import { lengthOf } from './schedule/length.ts';

const STEPS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `3 hours ago`, `in 2 days`. */
export function relativeTo(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  if (!step) return Math.abs(seconds) < 10 ? 'just now' : relative.format(seconds, 'second');
  return relative.format(Math.round(seconds / step[1]), step[0]);
}

/** `2 days`: the time that has passed since. */
function passedSince(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const [unit, size] = STEPS.find(([, one]) => seconds >= one) ?? (['second', 1] as const);
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(seconds / size));
}

/** In the time zone of this browser, or in UTC if the person chose it. */
const formatted = (at: number, style: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { ...style, ...(kept('utc') === 'true' && { timeZone: 'UTC' }) }).format(at);

/** The date and time with the name of the zone. */
export const absolute = (at: number): string => formatted(at, { dateStyle: 'medium', timeStyle: 'long' });

const DAY_AND_TIME: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
};

/** `20 Dec 2026, 18:00 UTC` */
const dayAndTime = (at: number): string => formatted(at, DAY_AND_TIME);

/** `12:04` */
export const timeOfDay = (at: number): string => formatted(at, { timeStyle: 'short' });

const REFRESH_MS = 20_000;

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export function Time({ at }: { readonly at: string }) {
  const now = useNow();
  const moment = Date.parse(at);
  if (Number.isNaN(moment)) return <span>{at}</span>;
  return (
    <time dateTime={at} title={absolute(moment)}>
      {relativeTo(moment, now)}
    </time>
  );
}

/** A date and time in full, for calendars. */
export const Moment = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={absolute(Date.parse(at))}>
    {dayAndTime(Date.parse(at))}
  </time>
);

/** How long something has gone on, after "for". */
export function Since({ at }: { readonly at: string }) {
  const now = useNow();
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={absolute(moment)}>
      {passedSince(moment, now)}
    </time>
  );
}

/** The length of a time that has ended, and on hover its begin and end. */
export const Lasted = ({ from, to }: { readonly from: string; readonly to: string }) => (
  <span title={`${absolute(Date.parse(from))} to ${absolute(Date.parse(to))}`}>
    {lengthOf(Date.parse(to) - Date.parse(from))}
  </span>
);
