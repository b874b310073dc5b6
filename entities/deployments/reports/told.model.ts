// All reports on a deployment together. They come twice, late and out of order: the result depends on the set of reports, not on their
// order. A deployment never moves backwards. Pure.
import type { DeploymentStatus, ReportedStatus } from '../words.model.ts';
import type { DeploymentReport, Facts } from './deployment-report.model.ts';

/**
 * The legal changes of a status. Where reports disagree about the end, the better end counts, in whatever order they come: a deployment
 * that failed and then came through, by a retry in place, has succeeded.
 */
export const LEGAL_CHANGES: Readonly<Record<DeploymentStatus, readonly DeploymentStatus[]>> = {
  PENDING: ['IN_PROGRESS', 'CANCELLED', 'FAILED', 'SUCCEEDED'],
  IN_PROGRESS: ['CANCELLED', 'FAILED', 'SUCCEEDED'],
  CANCELLED: ['FAILED', 'SUCCEEDED'],
  FAILED: ['SUCCEEDED'],
  SUCCEEDED: ['ROLLED_BACK'],
  ROLLED_BACK: [],
};

export const isEnd = (status: DeploymentStatus): boolean => status !== 'PENDING' && status !== 'IN_PROGRESS';

type Fact = keyof Facts;
const FACTS: readonly Fact[] = ['version', 'sha', 'digest', 'strategy', 'rollbackOf', 'reason', 'url', 'logUrl', 'by'];

export interface Told {
  readonly status: ReportedStatus;
  /** Since when it has the status, by the earliest report on it. */
  readonly at: string;
  readonly requestedAt: string;
  readonly startedAt?: string;
  /** Each fact with the time of the report. */
  readonly facts: Readonly<Partial<Record<Fact, { readonly value: NonNullable<Facts[Fact]>; readonly at: string }>>>;
}

const earliest = (times: readonly (string | undefined)[]): string | undefined =>
  times.filter((time) => time !== undefined).toSorted()[0];

/** The later report counts; of two at the same time the one that is greater as text, so that the order does not matter. */
function isLater(one: { readonly value: unknown; readonly at: string }, other: typeof one): boolean {
  return one.at === other.at ? wordOf(one.value) > wordOf(other.value) : one.at > other.at;
}

/** A fact as text; the table does not keep the order of a map's fields. */
const wordOf = (fact: unknown): string =>
  typeof fact === 'object' && fact !== null ? Object.entries(fact).toSorted().join() : String(fact);

function factsAfter(known: Told['facts'], report: DeploymentReport): Told['facts'] {
  const told = FACTS.flatMap((name) => {
    const value = report[name];
    if (value === undefined) return [];
    const fact = { value, at: report.at };
    const before = known[name];
    return before === undefined || isLater(fact, before) ? [[name, fact] as const] : [];
  });
  return told.length === 0 ? known : { ...known, ...Object.fromEntries(told) };
}

const TIMES = ['status', 'at', 'requestedAt', 'startedAt'] as const;

/** The reports with one more; `before` itself if it says nothing new. */
export function tellMore(before: Told | undefined, report: DeploymentReport): Told {
  const { status, at } = report;
  const isForward = before === undefined || LEGAL_CHANGES[before.status].includes(status);
  const startedAt = earliest([before?.startedAt, report.startedAt, status === 'IN_PROGRESS' ? at : undefined]);
  const after: Told = {
    status: isForward ? status : before.status,
    at: isForward ? at : before.status === status ? (earliest([before.at, at]) ?? at) : before.at,
    requestedAt: earliest([before?.requestedAt, report.requestedAt, report.startedAt, at]) ?? at,
    ...(startedAt !== undefined && { startedAt }),
    facts: factsAfter(before?.facts ?? {}, report),
  };
  const isNews = before?.facts !== after.facts || TIMES.some((name) => before[name] !== after[name]);
  return isNews ? after : before;
}

/** The last characters of a sha or digest that people recognize. */
const SHORT = 12;
const shortOf = (text: string | undefined): string | undefined => text?.replace(/^sha256:/, '').slice(0, SHORT);

/** The fields of a deployment by its reports. `releaseVersion` is that of the release that it is attached to. */
export function fieldsOf(told: Told, rolledBackBy: string | undefined, releaseVersion: string | undefined) {
  const { status, at, requestedAt, startedAt: begun } = told;
  const facts = Object.fromEntries(Object.entries(told.facts).map(([name, fact]) => [name, fact.value])) as Facts;
  const finishedAt = isEnd(status) ? at : undefined;
  // An end without a beginning began at the first that is known of it; clocks of two machines may disagree.
  const startedAt = finishedAt === undefined ? begun : earliest([begun ?? requestedAt, finishedAt]);
  return {
    ...facts,
    version: releaseVersion ?? facts.version ?? shortOf(facts.sha) ?? shortOf(facts.digest) ?? 'unknown',
    status: status === 'SUCCEEDED' && rolledBackBy !== undefined ? ('ROLLED_BACK' as const) : status,
    requestedAt,
    startedAt,
    finishedAt,
    beganAt: startedAt ?? requestedAt,
    month: (startedAt ?? requestedAt).slice(0, 7),
  };
}
