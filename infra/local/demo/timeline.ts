// The demo as it happens: a line per step with its time, in the column of its release. Readable without colours; a long
// wait has a line of its own.
import type { Audience, Tone } from './steps.ts';

const WIDTH = 120;
const TIME_WIDTH = 9;
const GAP = '  ';
const RULE = ' | ';
const FULL_WIDTH = WIDTH - TIME_WIDTH - GAP.length;
/** Longest time without a line. */
const QUIET_MS = 4_000;

const STYLES: Readonly<Record<Tone, readonly [string, string]>> = {
  plain: ['', ''],
  good: ['\u001b[32m', '\u001b[39m'],
  bad: ['\u001b[31m', '\u001b[39m'],
};

export interface TimelineOptions<Columns extends readonly string[]> {
  readonly write: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Titles of the columns. */
  readonly columns: Columns;
  readonly isColoured: boolean;
}

export interface Timeline<Columns extends readonly string[] = readonly string[]> {
  /** The head of the columns. */
  head(): void;
  /** Those of the columns, from left to right. */
  readonly sides: { readonly [Column in keyof Columns]: Audience };
  /** Across all columns. */
  readonly across: Audience;
  /** Says what is waited for if nothing has been said for long; called now and then. */
  tick(): void;
}

/** Lines of at most `width`, broken between words where that can be done. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => one.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** Colours are for people at a terminal who have not said otherwise (no-color.org). */
export const mayColour = (isTerminal: boolean | undefined, environment: Readonly<Record<string, string | undefined>>) =>
  isTerminal === true && !environment.NO_COLOR;

export function createTimeline<const Columns extends readonly string[]>({
  write,
  now,
  columns,
  isColoured,
}: TimelineOptions<Columns>): Timeline<Columns> {
  const began = now();
  const columnWidth = Math.floor((FULL_WIDTH - RULE.length * (columns.length - 1)) / columns.length);
  let lastSaid = began;
  const waits = new Map<string, string>();
  const paint = (text: string, tone: Tone) => {
    const [on, off] = isColoured ? STYLES[tone] : STYLES.plain;
    return text.trim() === '' ? text : on + text + off;
  };

  function put(cellsOf: (part: string) => readonly string[], text: string, width: number): void {
    lastSaid = now();
    const time = `${((now() - began) / 1000).toFixed(2)} s`.padStart(TIME_WIDTH);
    for (const [index, part] of wrap(text, width).entries()) {
      const cells = cellsOf(part).join(RULE);
      write(`${index === 0 ? time : ' '.repeat(TIME_WIDTH)}${GAP}${cells}`.trimEnd());
    }
  }
  const blanks = columns.map(() => ' '.repeat(columnWidth));
  const sayIn = (column: number) => (text: string, tone: Tone) =>
    put((part) => blanks.with(column, paint(part.padEnd(columnWidth), tone)), text, columnWidth);
  const sayAcross = (text: string, tone: Tone) => put((part) => [paint(part, tone)], text, FULL_WIDTH);

  const audience = (name: string, say: Audience['say']): Audience => ({
    say(text, tone) {
      waits.delete(name);
      say(text, tone);
    },
    awaits: (what) => void waits.set(name, what),
  });
  return {
    head() {
      const titles = columns.map((title) => title.padEnd(columnWidth)).join(RULE);
      const lines = columns.map(() => '-'.repeat(columnWidth)).join('-+-');
      const margin = ' '.repeat(TIME_WIDTH) + GAP;
      for (const line of ['', titles, lines]) write((line === '' ? '' : margin + line).trimEnd());
    },
    sides: columns.map((title, column) => audience(title, sayIn(column))) as unknown as Timeline<Columns>['sides'],
    across: audience('', sayAcross),
    tick() {
      if (now() - lastSaid < QUIET_MS) return;
      const said = [...waits].map(([name, what]) => (name === '' ? what : `${name}: ${what}`));
      if (said.length > 0) sayAcross(`... not yet: ${said.join('; ')}`, 'plain');
    },
  };
}
