// What of a message's lines fits into a channel that limits its texts: whole lines, and how many are missing.

const ROOM_FOR_THE_REST = 24;

/** At most `max` characters with their line breaks; a first line that is longer alone is cut between words. */
export function wholeLines(lines: readonly string[], max: number): readonly string[] {
  const all = lines.flatMap((line) => line.split('\n'));
  if (all.join('\n').length <= max) return all;
  const room = max - ROOM_FOR_THE_REST;
  let length = 0;
  const fitting = all.findIndex((line) => {
    length += line.length + 1;
    return length > room;
  });
  const [first = ''] = all;
  const kept = fitting === 0 ? [`${first.slice(0, room).replace(/\s+\S*$/, '')}…`] : all.slice(0, fitting);
  const missing = all.length - kept.length;
  return missing === 0 ? kept : [...kept, `… and ${missing} more ${missing === 1 ? 'line' : 'lines'}`];
}
