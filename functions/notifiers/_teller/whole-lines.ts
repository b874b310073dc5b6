// Cuts a message to a channel's limit: whole lines, and how many are missing.

const ROOM_FOR_THE_REST = 24;

/** Half of an escape or of a character outside the basic plane. */
const TORN_END = /(?:&(?:a(?:mp?)?|[lg]t?)?|[\uD800-\uDBFF])$/;

/** At most `max` characters with their line breaks; a first line that is longer alone is cut between words. */
export function wholeLines(lines: readonly string[], max: number): readonly string[] {
  const all = lines.flatMap((line) => line.split('\n'));
  if (all.join('\n').length <= max) return all;
  const [first = ''] = all;
  if (all.length === 1) return [beginningOf(first, max)];
  const room = max - ROOM_FOR_THE_REST;
  let length = 0;
  const fitting = all.findIndex((line) => {
    length += line.length + 1;
    return length > room;
  });
  const kept = fitting === 0 ? [beginningOf(first, room)] : all.slice(0, fitting);
  const missing = all.length - kept.length;
  return missing === 0 ? kept : [...kept, `… and ${missing} more ${missing === 1 ? 'line' : 'lines'}`];
}

function beginningOf(line: string, max: number): string {
  const cut = line.slice(0, max - 1);
  const words = cut.slice(0, Math.max(0, cut.search(/\s\S*$/))).trimEnd();
  return `${(words || cut).replace(TORN_END, '')}…`;
}
