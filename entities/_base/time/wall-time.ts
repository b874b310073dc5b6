// Wall time: what a clock on the wall of a time zone shows, as text without an offset (`2026-03-29T02:30:00`), and the
// instant that it means. Pure, on the zone data of Node itself. Used by plans of releases and by release trains.
import * as z from 'zod';
import { isoOf } from './iso.ts';

const HOUR = 3_600_000;
/**
 * Offsets are within ±14 hours (tz database), so one day earlier and later is certainly before and after a change of the
 * clock.
 */
const DAY = 24 * HOUR;

/** Each formatter needs some 16 KB, and requests may spell a zone in many ways. */
const MOST_FORMATS = 50;
/** The most recently used formatter is the last. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format = formats.get(timeZone) ?? newFormat(timeZone);
  formats.delete(timeZone);
  formats.set(timeZone, format);
  const [oldest] = formats.keys();
  if (formats.size > MOST_FORMATS && oldest !== undefined) formats.delete(oldest);
  return format;
}

const newFormat = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

/** Milliseconds by which the zone's clocks are ahead of UTC at an instant, both in whole seconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(instant);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** The first instant of (from, to] with another offset than at `from`, to the second. */
function changeBetween(from: number, to: number, timeZone: string): number {
  const before = offsetAt(from, timeZone);
  let [low, high] = [Math.floor(from / 1000), Math.floor(to / 1000)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1000, timeZone) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/**
 * The instant, in epoch milliseconds, at which the clocks of `timeZone` show `wallTime`. A time that the clocks skip is
 * the first instant after the gap; one that they show twice is the earlier.
 */
export function instantOf(wallTime: string, timeZone: string): number {
  const asUtc = Date.parse(`${wallTime}Z`);
  const [before, after] = [offsetAt(asUtc - DAY, timeZone), offsetAt(asUtc + DAY, timeZone)];
  const shown = [asUtc - before, asUtc - after].filter((instant) => instant + offsetAt(instant, timeZone) === asUtc);
  return shown.length > 0 ? Math.min(...shown) : changeBetween(asUtc - DAY, asUtc + DAY, timeZone);
}

/** The wall time of `timeZone` at an instant (epoch milliseconds), to the second: `2026-03-29T03:00:00`. */
export const wallTimeOf = (instant: number, timeZone: string): string =>
  isoOf(instant + offsetAt(instant, timeZone)).slice(0, 19);

/** The IANA database's spelling of a zone; Intl ignores case. Old names such as US/Eastern are accepted too. */
const SPELLING = /^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/;

export function isKnownZone(name: string): boolean {
  if (!SPELLING.test(name)) return false;
  try {
    const canonical = formatOf(name).resolvedOptions().timeZone;
    return canonical === name || canonical.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

export const DEFAULT_TIME_ZONE = 'UTC';

/** A zone of the IANA database. Offsets, which Intl also accepts, have no daylight saving and are refused. */
export const timeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z]/, 'must be an IANA time zone such as Europe/Berlin')
  .refine(isKnownZone, { error: 'must be an IANA time zone such as Europe/Berlin' });

const A_DATE = 'must be a date such as 2026-04-01, or a date-time such as 2026-04-01T09:00';

/** A date or a date-time without an offset, as wall time to the second. */
export const wallTime = z
  .union([z.iso.date(), z.iso.datetime({ local: true })], { error: `${A_DATE}, without an offset` })
  .refine((text) => !text.endsWith('Z'), { error: `${A_DATE}, without an offset` })
  .transform((text) => isoOf(text.includes('T') ? `${text}Z` : text).slice(0, 19));

/** Later times may fall into the year 10000 in another zone, which sorts before all others as text. */
const isBefore9999 = (text: string): boolean => text < '9999';
const TOO_LATE = { error: 'must be before the year 9999' };

/** An instant with its offset, as it is kept: in UTC. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine(isBefore9999, TOO_LATE)
  .transform((text) => isoOf(text))
  .describe('ISO 8601 date-time with an offset');

/**
 * A planned or due time before its zone is known: an instant in UTC, ending in Z; wall time to the second; or a day, which
 * lasts until its end.
 */
export const dayOrTime = z
  .union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], {
    error: `${A_DATE} in the time zone of the tenant, or with an offset such as 2026-04-01T09:00:00+02:00`,
  })
  .refine(isBefore9999, TOO_LATE)
  .transform((text) => {
    if (!text.includes('T')) return text;
    if (/(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return isoOf(text);
    return isoOf(`${text}Z`).slice(0, 19);
  })
  .describe("ISO 8601 date-time; without an offset it is in the tenant's time zone");

export const isDay = (text: string | undefined): boolean => text?.length === 10;

/** The last moment of a day, in epoch milliseconds: the next one begins a millisecond later. */
export const endOfDay = (day: string, timeZone: string): number => {
  const next = isoOf(Date.parse(`${day}T00:00:00Z`) + DAY).slice(0, 10);
  return instantOf(`${next}T00:00:00`, timeZone) - 1;
};
