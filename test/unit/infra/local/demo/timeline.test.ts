// The timeline of the demo: what is said when, in which column, and that it fits a terminal and a log.
import { describe, expect, it } from 'vitest';
import { createTimeline, mayColour, wrap } from '../../../../../infra/local/demo/timeline.ts';

const WIDTH = 120;
const ESCAPE = '\u001b';

function open({ isColoured = false } = {}) {
  const lines: string[] = [];
  const clock = { at: 1_000_000 };
  const timeline = createTimeline({
    write: (line) => lines.push(line),
    now: () => clock.at,
    columns: ['PLANNED 1.5.0', 'HOTFIX 1.4.1', 'PROMOTED 1.4.0'],
    isColoured,
  });
  const [planned, hotfix, promoted] = timeline.sides;
  return { lines, clock, timeline, planned, hotfix, promoted };
}

describe('a line', () => {
  it('is in the column of its release, with the time since the beginning', () => {
    const { lines, clock, timeline, planned, hotfix, promoted } = open();
    timeline.across.say('ready', 'plain');
    timeline.head();
    clock.at += 1_250;
    planned.say('STARTED', 'plain');
    clock.at += 100_000;
    hotfix.say('RELEASED', 'good');
    promoted.say('DEPLOYED', 'good');
    const blank = ' '.repeat(34);
    const line = '-'.repeat(34);
    expect(lines).toEqual([
      '   0.00 s  ready',
      '',
      `           PLANNED 1.5.0${' '.repeat(21)} | HOTFIX 1.4.1${' '.repeat(22)} | PROMOTED 1.4.0`,
      `           ${line}-+-${line}-+-${line}`,
      `   1.25 s  STARTED${' '.repeat(27)} | ${blank} |`,
      ` 101.25 s  ${blank} | RELEASED${' '.repeat(26)} |`,
      ` 101.25 s  ${blank} | ${blank} | DEPLOYED`,
    ]);
  });

  it('that is too long goes on below, whole and in its column', () => {
    const { lines, planned, hotfix, promoted, timeline } = open();
    const text = 'nobody expects a sentence of this length in a column so narrow, and still all of it is there';
    for (const side of [planned, hotfix, promoted, timeline.across]) side.say(`${text} ${text}`, 'plain');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(WIDTH);
    const cells = lines.map((line) => line.slice(11).split(' | '));
    const begins = lines.flatMap((line, index) => (/ s {2}/.test(line.slice(0, 11)) ? [index] : []));
    const of = (index: number, nth: number) =>
      cells
        .slice(begins[nth], begins[nth + 1])
        .map((row) => (row[index] ?? '').replace(/\|$/, '').trim())
        .join(' ');
    expect([of(0, 0), of(1, 1), of(2, 2), of(0, 3)]).toEqual(Array(4).fill(`${text} ${text}`));
    expect(begins).toHaveLength(4);
  });

  it('has colours only where they are wanted, and says the same with them', () => {
    const [plain, coloured] = [open(), open({ isColoured: true })];
    for (const { planned, hotfix, timeline } of [plain, coloured]) {
      planned.say('build 2 FAILED', 'bad');
      hotfix.say('RELEASED', 'good');
      timeline.across.say('ready', 'plain');
    }
    expect(plain.lines.join('')).not.toContain(ESCAPE);
    expect(coloured.lines.filter((line) => line.includes(ESCAPE))).toHaveLength(2);
    const painted = new RegExp(`${ESCAPE}\\[\\d+m`, 'g');
    expect(coloured.lines.map((line) => line.replaceAll(painted, '').trimEnd())).toEqual(plain.lines);
  });
});

describe('colours', () => {
  it.each([
    [true, {}, true],
    [true, { NO_COLOR: '' }, true],
    [true, { NO_COLOR: '1' }, false],
    [false, {}, false],
    [undefined, { FORCE_COLOR: '1' }, false],
  ])('at a terminal (%s) with %j: %s', (isTerminal, environment, expected) => {
    expect(mayColour(isTerminal, environment)).toBe(expected);
  });
});

describe('a wait', () => {
  it('is said when nothing has been for four seconds, by whom it concerns, and then not again at once', () => {
    const { lines, clock, timeline, planned, hotfix } = open();
    planned.awaits('the branch is cut');
    hotfix.awaits('the fix is pushed');
    clock.at += 3_999;
    timeline.tick();
    expect(lines).toEqual([]);
    clock.at += 1;
    timeline.tick();
    timeline.tick();
    expect(lines).toEqual([
      '   4.00 s  ... not yet: PLANNED 1.5.0: the branch is cut; HOTFIX 1.4.1: the fix is pushed',
    ]);
    clock.at += 4_000;
    timeline.tick();
    expect(lines).toHaveLength(2);
  });

  it('is over with the next line of its release', () => {
    const { lines, clock, timeline, planned, hotfix } = open();
    planned.awaits('the branch is cut');
    hotfix.awaits('the fix is pushed');
    hotfix.say('pushed', 'plain');
    clock.at += 5_000;
    timeline.tick();
    expect(lines.at(-1)).toContain('not yet: PLANNED 1.5.0: the branch is cut');
    expect(lines.at(-1)).not.toContain('HOTFIX');
  });

  it('for nothing is not said', () => {
    const { lines, clock, timeline } = open();
    clock.at += 60_000;
    timeline.tick();
    expect(lines).toEqual([]);
  });
});

describe('wrapping', () => {
  it.each([
    ['', 5, ['']],
    ['one two', 7, ['one two']],
    ['one two', 6, ['one', 'two']],
    ['a-word-of-20-letters', 8, ['a-word-o', 'f-20-let', 'ters']],
  ])('%j to %s', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});
