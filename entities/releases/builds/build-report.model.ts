// Reports of CI about a build, and the state of the build after any set of reports. The state is computed from all kept reports, so the
// order and repetition of reports do not matter. Pure.
import type { PipelineType } from '../../integrations/types/integration-types.ts';
import type { BuildStatus } from '../lifecycle/status.model.ts';
import { isSameBuild, placeOfBuild } from '../release.keys.ts';
import { compareBuildNumbers, isOrderedNumber } from './build-number.model.ts';

/** The facts of a run that a report may have. */
export interface BuildFacts {
  readonly buildNumber?: string | undefined;
  readonly buildUrl?: string | undefined;
  readonly buildLogUrl?: string | undefined;
  readonly artifactUrl?: string | undefined;
  /** The commit that the build has. */
  readonly commitSha?: string | undefined;
  /** The store's number of the build, if it is not CI's. */
  readonly storeBuildNumber?: string | undefined;
  /** The service's id of the run, if its answer to a trigger and its reports have the same id. */
  readonly externalId?: string | undefined;
}

/** A CI event of any system. */
export interface BuildReport extends BuildFacts {
  readonly status: Exclude<BuildStatus, 'PENDING'>;
  /** The integration of the webhook that sent it: the pipeline's own or its SCM's. */
  readonly integrationId?: string | undefined;
  /** The service of the run. */
  readonly service?: PipelineType | undefined;
  /** The path of the run's repository. */
  readonly repository?: string | undefined;
  /** Its number at GitLab. */
  readonly repositoryId?: string | undefined;
  readonly branch?: string | undefined;
  /** The item of Jenkins' queue that became the build. */
  readonly queueId?: string | undefined;
  /** Our own id, if the service reports the parameters of a build. */
  readonly triggerId?: string | undefined;
  /** Grows when a build runs again under its number: GitHub's `run_attempt`, the time of GitLab's newest job or end. */
  readonly attempt?: number | undefined;
  /** The sender's time of the event (epoch milliseconds), if it tells no attempts. */
  readonly at?: number | undefined;
  /** Names of the workflow or job: a pipeline may be configured with any of them. Empty for a run that cannot be ours. */
  readonly jobs?: readonly string[] | undefined;
}

/** A report as the pipeline keeps it. */
export type ToldReport = Pick<BuildReport, 'status' | 'queueId' | 'attempt' | 'at'> &
  BuildFacts & {
    /** True if the report named our trigger or our address. Otherwise its ids decide. */
    readonly isOurs?: true | undefined;
  };

/** The answer of the service to the trigger of the build. */
export interface TriggerAnswer {
  readonly externalId?: string | undefined;
  readonly buildUrl?: string | undefined;
  readonly buildNumber?: string | undefined;
  readonly commitSha?: string | undefined;
}

/** All reports and answers about the build that was triggered last. */
export interface Told {
  readonly answer?: TriggerAnswer | undefined;
  readonly reports: readonly ToldReport[];
}

/** True for the placeholder of a run's id until GitHub names the run; see `github-actions-client.ts`. */
export const isProvisional = (externalId: string | undefined): boolean => externalId?.startsWith('dispatch:') ?? false;

/** The id of the run in the service's answer: no other run is ours, unless it names our trigger. */
export const triggeredId = ({ answer }: Told): string | undefined =>
  isProvisional(answer?.externalId) ? undefined : answer?.externalId;

const RANK: Readonly<Record<BuildStatus, number>> = { PENDING: 0, RUNNING: 1, CANCELLED: 2, FAILED: 3, SUCCESS: 4 };

export const isEnd = (status: BuildStatus): boolean => RANK[status] > RANK.RUNNING;

/** True for a report that is ours regardless of the other reports. */
export const isSurelyOurs = (told: Told, { isOurs, externalId, queueId }: ToldReport): boolean => {
  const id = triggeredId(told);
  return isOurs === true || (id !== undefined && (externalId === id || queueId === id));
};

/** True for a report about a run with another id than ours. */
const isOfAnother = (told: Told, report: ToldReport): boolean =>
  triggeredId(told) !== undefined &&
  (report.externalId !== undefined || report.queueId !== undefined) &&
  !isSurelyOurs(told, report);

/** Reports about one run. */
interface Run {
  readonly number: string | undefined;
  readonly isOurs: boolean;
  /** Each with its attempt. */
  readonly reports: readonly (ToldReport & { readonly attempt: number })[];
}

const largest = (numbers: readonly number[]): number => numbers.reduce((one, other) => Math.max(one, other), 0);

/** A later run has a greater position: a run with an ordered number, else one by the time of the first report. */
function positionOf({ number, reports }: Run): readonly [number, number, string] {
  const isCounted = isOrderedNumber(number);
  const first = Math.min(...reports.map(({ at }) => at ?? 0));
  return [Number(isCounted), isCounted ? 0 : first, number ?? ''];
}

function compareRuns(one: Run, other: Run): number {
  const byNumber = compareBuildNumbers(one.number, other.number);
  if (byNumber) return byNumber;
  const [mine, theirs] = [positionOf(one), positionOf(other)];
  const index = mine.findIndex((part, at) => part !== theirs[at]);
  return index < 0 ? 0 : (mine[index] ?? 0) < (theirs[index] ?? 0) ? -1 : 1;
}

/** A report without attempt is about the last known attempt. */
function runOf(told: Told, number: string | undefined, reports: readonly ToldReport[]): Run {
  const last = largest(reports.map(({ attempt = 0 }) => attempt));
  const isAnswered = number !== undefined && number === told.answer?.buildNumber;
  return {
    number,
    isOurs: isAnswered || reports.some((report) => isSurelyOurs(told, report)),
    reports: reports.map((report) => ({ ...report, attempt: report.attempt ?? last })),
  };
}

const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

/** The key of a run: its number, else the number that other reports give for its ids, else its address. */
function keysOf(reports: readonly ToldReport[]): (report: ToldReport) => string {
  const numbered = reports
    .filter(({ buildNumber }) => buildNumber !== undefined)
    .toSorted((one, other) => textOf(one).localeCompare(textOf(other), 'en'));
  return (report) => {
    const isSame = (name: 'externalId' | 'queueId') => (other: ToldReport) =>
      report[name] !== undefined && report[name] === other[name];
    const isThere = ({ buildUrl }: ToldReport) => isSameBuild(report.buildUrl, buildUrl);
    const known =
      report.buildNumber ??
      (numbered.find(isSame('externalId')) ?? numbered.find(isSame('queueId')) ?? numbered.find(isThere))?.buildNumber;
    if (known !== undefined) return `#${known}`;
    return report.buildUrl === undefined ? '' : placeOfBuild(report.buildUrl);
  };
}

const textOf = (report: ToldReport): string =>
  JSON.stringify(Object.entries(report).toSorted(([one], [other]) => (one < other ? -1 : 1)));

/** The runs that count, first to last: ours; until one is known to be ours, the first that may be. */
function runsOf(told: Told): readonly Run[] {
  const possible = told.reports.filter((report) => !isOfAnother(told, report));
  const groups = groupBy(possible, keysOf(possible));
  const loose = groups.get('') ?? [];
  groups.delete('');
  const runs = [...groups]
    .map(([key, reports]) => runOf(told, key.startsWith('#') ? key.slice(1) : undefined, reports))
    .toSorted(compareRuns);
  const ours = runs.filter(({ isOurs }) => isOurs);
  const counting = ours.length > 0 ? ours : runs.slice(0, 1);
  if (loose.length === 0) return counting;
  // A report without a run is about the last run.
  const last = counting.at(-1);
  const whole = runOf(told, last?.number, [...(last?.reports ?? []), ...loose]);
  return [...counting.slice(0, -1), whole];
}

/** The state of one attempt: by the latest report with a time, else by the reports of its end. */
function statusOf(reports: readonly ToldReport[]): BuildReport['status'] {
  const timed = reports.filter(({ at }) => at !== undefined);
  const latest = largest(timed.map(({ at = 0 }) => at));
  const words = reports.filter(({ at }) => at === undefined || at === latest);
  return words.reduce<BuildReport['status']>(
    (best, { status }) => (RANK[status] > RANK[best] ? status : best),
    'RUNNING',
  );
}

/** The last attempt of a run, or the first one that succeeded: a success is final. */
function attemptOf({ reports }: Run): number {
  const good = reports.filter(({ status }) => status === 'SUCCESS').map(({ attempt }) => attempt);
  return good.length > 0 ? Math.min(...good) : largest(reports.map(({ attempt }) => attempt));
}

const FACTS = [
  'buildNumber',
  'buildUrl',
  'buildLogUrl',
  'artifactUrl',
  'commitSha',
  'storeBuildNumber',
  'externalId',
] as const satisfies readonly (keyof BuildFacts)[];

export interface KnownBuild extends BuildFacts {
  readonly status: BuildReport['status'];
  readonly attempt: number | undefined;
}

/** The state of the build, computed from all reports; undefined without reports. */
export function knownBuild(told: Told): KnownBuild | undefined {
  const runs = runsOf(told);
  const run = runs.find(({ reports }) => reports.some(({ status }) => status === 'SUCCESS')) ?? runs.at(-1);
  if (!run) return undefined;
  const attempt = attemptOf(run);
  const isSuccess = run.reports.some(({ status }) => status === 'SUCCESS');
  const telling = run.reports
    .filter((report) => report.attempt <= attempt)
    .toSorted(
      (one, other) =>
        other.attempt - one.attempt ||
        RANK[other.status] - RANK[one.status] ||
        (other.at ?? 0) - (one.at ?? 0) ||
        (textOf(one) < textOf(other) ? -1 : 1),
    );
  const facts = FACTS.map((name) => [name, telling.find((report) => report[name] !== undefined)?.[name]] as const);
  return {
    buildNumber: run.number ?? told.answer?.buildNumber,
    ...(Object.fromEntries(facts.filter(([, value]) => value !== undefined)) as BuildFacts),
    status: isSuccess ? 'SUCCESS' : statusOf(run.reports.filter((report) => report.attempt === attempt)),
    attempt: attempt === 0 ? undefined : attempt,
  };
}

/** True if `other` has every fact of `report`. */
function isCovered(report: ToldReport, other: ToldReport): boolean {
  const { status, ...rest } = report;
  const isSame = Object.entries(rest).every(([name, value]) => other[name as keyof ToldReport] === value);
  return isSame && (status === other.status || (status === 'RUNNING' && isEnd(other.status)));
}

/** True if `report` is about a run after one of ours that succeeded: it never counts. */
function isPast(report: ToldReport, success: ToldReport): boolean {
  const later = compareBuildNumbers(report.buildNumber, success.buildNumber);
  if (later === undefined) return false;
  return later > 0 || (later === 0 && (report.attempt ?? 0) > (success.attempt ?? 0));
}

/** The most kept reports of one build: enough for many rebuilds, each reported by two plugins. */
const MAX_REPORTS = 40;

const inOrder = (one: ToldReport, other: ToldReport): number => (textOf(one) < textOf(other) ? -1 : 1);

/** Adds one report, in an order that does not depend on the arrival of reports; answers the same `told` if the report adds nothing. */
export function tellMore(told: Told, report: ToldReport): Told {
  const { reports } = told;
  const successes = [...reports, report].filter((one) => one.status === 'SUCCESS' && isSurelyOurs(told, one));
  const isNothing = (one: ToldReport) => successes.some((success) => isPast(one, success));
  if (isNothing(report) || reports.some((other) => isCovered(report, other))) return told;
  const kept = [...reports.filter((one) => !isNothing(one) && !isCovered(one, report)), report];
  const byUse = kept.toSorted((one, other) => RANK[other.status] - RANK[one.status]);
  return { ...told, reports: (kept.length > MAX_REPORTS ? byUse.slice(0, MAX_REPORTS) : kept).toSorted(inOrder) };
}
