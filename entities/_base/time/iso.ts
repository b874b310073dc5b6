// Moments in the formats of the house: ISO 8601 in UTC for people and items, epoch seconds for time to live. Pure.

const SECONDS_A_DAY = 86_400;

/** `2026-11-29T17:48:00.000Z` of epoch milliseconds, a Date, or a text that Date reads. */
export const isoOf = (at: number | string | Date): string => new Date(at).toISOString();

/** As `isoOf`; undefined for no moment, and for one in a year of more than four digits, which does not sort as text. */
export function momentOf(text: string): string | undefined {
  const at = Date.parse(text);
  const iso = Number.isNaN(at) ? '' : isoOf(at);
  return /^\d{4}-/.test(iso) ? iso : undefined;
}

/** The epoch second that is `days` after `at` (epoch milliseconds). */
export const expiryOf = (at: number, days: number): number => Math.floor(at / 1000) + days * SECONDS_A_DAY;

/** `2026-11` of a moment in ISO 8601: lists by time have it in their partition key, so that none grows without bound. */
export const monthOf = (iso: string): string => iso.slice(0, 7);

/** The months from one moment to another, both with theirs, oldest first. */
export function monthsFrom(from: string, to: string): string[] {
  const numberOf = (iso: string) => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1;
  const [first, last] = [numberOf(from), numberOf(to)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const month = first + index;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}
