// The length of a freeze window as people give it: an ISO 8601 duration whose weeks and days are those of the calendar and whose hours
// and minutes are exact (RFC 5545, section 3.3.6). Pure.
import * as z from 'zod';
import { isoOf } from '../../_base/time/iso.ts';
import { instantOf, wallTimeOf } from '../../_base/time/wall-time.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MOST_DAYS = 92;
const FORM = /^P(?=.)(?:(\d{1,2})W)?(?:(\d{1,3})D)?(?:T(?=.)(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?$/;

interface Length {
  readonly days: number;
  readonly minutes: number;
}

function lengthOf(text: string): Length {
  const [, weeks = 0, days = 0, hours = 0, minutes = 0] = (FORM.exec(text) ?? []).map(Number).map((part) => part || 0);
  return { days: weeks * 7 + days, minutes: hours * 60 + minutes };
}

/** The most milliseconds that it lasts, whatever the clocks do meanwhile: a day may have 25 hours, once (Samoa, 2011: 0 or 48). */
export const longestMs = (duration: string): number => {
  const { days, minutes } = lengthOf(duration);
  return days * DAY_MS + minutes * MINUTE_MS + (days > 0 ? DAY_MS : 0);
};

/** True if `one` lasts at least as long as `other` from every start. */
export function lastsAsLong(one: string, other: string): boolean {
  const [long, short] = [lengthOf(one), lengthOf(other)];
  return long.days >= short.days && long.minutes >= short.minutes;
}

/** The end of what begins at `start`, both in epoch milliseconds; never before the start. */
export function endOf(start: number, duration: string, timeZone: string): number {
  const { days, minutes } = lengthOf(duration);
  const inDays = (wallTime: string) => isoOf(Date.parse(`${wallTime}Z`) + days * DAY_MS).slice(0, 19);
  const end = days === 0 ? start : instantOf(inDays(wallTimeOf(start, timeZone)), timeZone);
  return Math.max(start, end) + minutes * MINUTE_MS;
}

export const duration = z
  .string()
  .max(20)
  .regex(FORM, 'must be an ISO 8601 duration of weeks, days, hours and minutes, such as P2D or PT8H30M')
  .refine((text) => longestMs(text) > 0, { error: 'must last at least a minute' })
  .refine((text) => longestMs(text) <= (MOST_DAYS + 1) * DAY_MS, { error: `must last at most ${MOST_DAYS} days` })
  .describe('ISO 8601, e.g. P2D or PT8H30M. Days are those of the calendar, hours are exact');
