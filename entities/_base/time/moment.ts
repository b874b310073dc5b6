// Moments in words for people. Pure.

/** `29 Nov, 17:48` in the zone, which is UTC when none is named; `at` is ISO 8601. */
export const momentInWords = (at: string, timeZone = 'UTC'): string => {
  const form = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', { ...form, timeZone }).format(new Date(at));
};

/** `29 Nov` of a day as it is given, `2026-11-29`. */
export const dayInWords = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day));
