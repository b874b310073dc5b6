// The tables at the end of the demo: the time of each release in each status, how each promotion ended, the effects by column, and the
// figures of the run. Pure.
import type { Effect } from './expectations.ts';
import { isAsExpected } from './outcome.ts';
import type { Reply } from './scene.ts';

/** Actions of the audit trail that are changes of status, with the status they lead to. */
const STATUS_OF_ACTION: Readonly<Record<string, string>> = {
  'release.created': 'KICKOFF_PENDING',
  'release.kicked_off': 'PENDING',
  'release.started': 'STARTED',
  'regression.started': 'REGRESSION_IN_PROGRESS',
  'release.submitted': 'BUILD_SUBMITTED',
  'release.released': 'RELEASED',
};

const LABEL_WIDTH = 46;
const CELL_WIDTH = 14;
const SIDE_WIDTH = 57;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

export function row(label: string, ...cells: readonly (string | number)[]): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${cells.map((cell) => String(cell).padStart(CELL_WIDTH)).join('')}`.trimEnd();
}

/** Two blocks of lines beside each other. */
function beside(left: readonly string[], right: readonly string[]): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    `${(left[index] ?? '').padEnd(SIDE_WIDTH)} | ${right[index] ?? ''}`.trimEnd(),
  );
}

function statusTimes(title: string, activity: readonly Reply[]): string[] {
  const changes = [...activity].reverse().filter(({ action }) => action in STATUS_OF_ACTION);
  const line = (status: string, since: string, lasted: string) =>
    `  ${status.padEnd(24)}${since.padStart(14)}${lasted.padStart(12)}`;
  return [
    line(title, 'since', 'lasted'),
    ...changes.map(({ action, at }, index) => {
      const next = changes[index + 1];
      const lasted = next ? seconds(Date.parse(next.at) - Date.parse(at)) : '';
      return line(STATUS_OF_ACTION[action] ?? '', at.slice(11, 23), lasted);
    }),
  ];
}

export interface Told {
  readonly title: string;
  readonly effects: readonly Effect[];
}

export interface ToldRelease extends Told {
  /** Newest first. */
  readonly activity: readonly Reply[];
}

/** Oldest first. */
export const promotionTable = (title: string, promotions: readonly Reply[]): string[] => [
  row(title, 'ended as', 'took'),
  ...promotions.map(({ version, environmentName, status, requestedAt, finishedAt }) =>
    row(`${version} to ${environmentName}`, status, seconds(Date.parse(finishedAt) - Date.parse(requestedAt))),
  ),
];

export const statusTable = ([one, other]: readonly [ToldRelease, ToldRelease]): string[] =>
  beside(statusTimes(one.title, one.activity), statusTimes(other.title, other.activity));

/** Comments of which every one is right are one line. */
function summed(effects: readonly Effect[]): readonly Effect[] {
  const isComment = ({ what }: Effect) => what.startsWith('comment "');
  const comments = effects.filter(isComment);
  if (comments.length === 0 || !isAsExpected(comments)) return effects;
  const expected = comments.reduce((sum, effect) => sum + effect.expected, 0);
  const first = effects.findIndex(isComment);
  const others = effects.filter((effect) => !isComment(effect));
  return others.toSpliced(first, 0, { service: 'jira', what: 'comments', seen: expected, expected });
}

const nameOf = ({ service, what }: Effect): string => `${service}: ${what}`;

function cellOf(effect: Effect | undefined): string {
  if (!effect || (effect.seen === 0 && effect.expected === 0)) return '-';
  return `${effect.seen} of ${effect.expected}${effect.seen === effect.expected ? '' : ' !!'}`;
}

/** Each effect with how often it was seen of how often it should be; what differs is marked. */
export function effectTable(all: readonly Told[]): string[] {
  const sides = all.map(({ effects }) => summed(effects));
  const order = ['github', 'jenkins', 'app-store', 'play-store', 'jira', 'slack', 'windlass', 'agents', 'evidence'];
  const names = [...new Set(sides.flat().map(nameOf))].sort(
    (one, other) => order.indexOf(one.split(':')[0] ?? '') - order.indexOf(other.split(':')[0] ?? ''),
  );
  const rows = names.map(
    (name) => [name, sides.map((side) => cellOf(side.find((effect) => nameOf(effect) === name)))] as const,
  );
  return [
    row('effect, seen of expected', ...all.map(({ title }) => title)),
    ...rows.filter(([, cells]) => cells.some((cell) => cell !== '-')).map(([name, cells]) => row(name, ...cells)),
  ];
}

/** The differences from the expected effects, in words. */
export const differences = (all: readonly Told[]): string[] =>
  all.flatMap(({ title, effects }) =>
    effects
      .filter(({ seen, expected }) => seen !== expected)
      .map((effect) => `${title}: ${nameOf(effect)}: ${effect.seen} of ${effect.expected}`),
  );
