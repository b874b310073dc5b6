// The words for freeze windows: their effect and their length. Pure.

/** Effects of windows, for people. */
export const EFFECTS = {
  DENY: 'Nothing begins while it is open',
  ALLOW: 'Deployments begin only while it is open',
} as const;

/** Lengths to choose from; a person may write any other. */
export const COMMON_LENGTHS = ['PT8H', 'P1D', 'P2D', 'P1W', 'P2W'] as const;

const UNITS = [
  ['W', 'week'],
  ['D', 'day'],
  ['H', 'hour'],
  ['M', 'minute'],
] as const;

/** `P1DT8H` becomes `1 day 8 hours`. */
export function wordsOfDuration(duration: string): string {
  const words = UNITS.flatMap(([letter, unit]) => {
    const count = Number(new RegExp(`(\\d+)${letter}`).exec(duration)?.[1] ?? 0);
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`];
  });
  return words.length === 0 ? duration : words.join(' ');
}
