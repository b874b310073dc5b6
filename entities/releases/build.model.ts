// Builds of a release as CI reports them. Reports come twice, late and out of order; a build never moves backwards, and what
// is known of it in the end depends on what was told, not on the order. Pure.
import type { Changes, Loose } from '../_base/table.ts';
import type { IntegrationType } from '../integrations/integration-types.ts';
import type { ReleasePipelineItem } from './release-parts.entity.ts';
import type { BuildStatus } from './status.model.ts';

/** The services that start builds for us. */
export type PipelineType = Extract<IntegrationType, 'JENKINS' | 'GITHUB_ACTIONS' | 'GITLAB_CI'>;

/** What a CI event says, whatever system it came from. */
export interface BuildReport {
  readonly status: Exclude<BuildStatus, 'PENDING'>;
  /** The integration whose webhook brought it: the pipeline's own or its SCM's. */
  readonly integrationId?: string | undefined;
  readonly branch?: string | undefined;
  /** The service's id of the run, where what it answers to a trigger and what it tells are the same, and the service. */
  readonly externalId?: string | undefined;
  readonly service?: PipelineType | undefined;
  /** The item of Jenkins' queue that became the build. */
  readonly queueId?: string | undefined;
  /** Our own id, where the service hands a build's parameters back. */
  readonly triggerId?: string | undefined;
  readonly buildNumber?: string | undefined;
  /** The commit that the build has. */
  readonly commitSha?: string | undefined;
  /** Grows when a build is run again under its number: GitHub's `run_attempt`, the time at which GitLab's pipeline ended. */
  readonly attempt?: number | undefined;
  readonly buildUrl?: string | undefined;
  readonly artifactUrl?: string | undefined;
  readonly buildLogUrl?: string | undefined;
  /** Names of the workflow or job, any of which a pipeline may be configured with; none for a run that is surely not ours. */
  readonly jobs?: readonly string[] | undefined;
}

/** Where the builds of a pipeline come from. */
export interface BuildSource {
  readonly service: PipelineType | undefined;
  /** The workflow or job it is configured with. */
  readonly job: string | undefined;
  readonly scmIntegrationId: string;
}

const RANK: Readonly<Record<BuildStatus, number>> = { PENDING: 0, RUNNING: 1, SUCCESS: 2, FAILED: 2, CANCELLED: 2 };

const isEnded = ({ buildStatus }: Pick<ReleasePipelineItem, 'buildStatus'>): boolean =>
  RANK[buildStatus] === RANK.SUCCESS;

/** What stands for the id of a run until GitHub names it; see `github-actions-client.ts`. */
const isProvisional = (externalId: string): boolean => externalId.startsWith('dispatch:');

/** True for the build before this one, by its id, and for all before it by their numbers: those of a job only grow. */
function isLate({ lastBuildNumber, lastExternalId }: ReleasePipelineItem, report: BuildReport): boolean {
  const { buildNumber, externalId, queueId } = report;
  const isLast = lastExternalId !== undefined && (lastExternalId === externalId || lastExternalId === queueId);
  const isNumberedAsLast = buildNumber !== undefined && buildNumber === lastBuildNumber;
  return isLast || isNumberedAsLast || Number(buildNumber) <= Number(lastBuildNumber);
}

function isFromSource(pipeline: ReleasePipelineItem, source: BuildSource, report: BuildReport): boolean {
  const { integrationId, jobs } = report;
  const isOwn = integrationId === pipeline.pipelineIntegrationId;
  if (jobs === undefined || source.job === undefined) return isOwn;
  const isKnownSender = integrationId === undefined || isOwn || integrationId === source.scmIntegrationId;
  return isKnownSender && jobs.includes(source.job);
}

/** Numbers count the builds of one job. */
const isOtherNumber = (pipeline: ReleasePipelineItem, { buildNumber }: BuildReport): boolean =>
  buildNumber !== undefined && pipeline.buildNumber !== undefined && buildNumber !== pipeline.buildNumber;

/** True when the report is about the build that this pipeline has triggered last: by its ids, or else by its source. */
export function isAbout(pipeline: ReleasePipelineItem, source: BuildSource, report: BuildReport): boolean {
  if (!pipeline.triggered) return false;
  const { triggerId, externalId, queueId } = report;
  if (triggerId !== undefined) return triggerId === pipeline.triggerId;
  if (externalId !== undefined && pipeline.externalId !== undefined && !isProvisional(pipeline.externalId)) {
    // Services count by themselves: the same id at another one is another run.
    return externalId === pipeline.externalId && report.service === source.service;
  }
  if (isLate(pipeline, report)) return false;
  const isAtOurAddress = report.buildUrl !== undefined && report.buildUrl === pipeline.buildUrl;
  if (!isAtOurAddress && !isFromSource(pipeline, source, report)) return false;
  return !isOtherNumber(pipeline, report) || (queueId !== undefined && queueId === pipeline.externalId);
}

/**
 * Above 0 for a report about a later run of the build than the one known, below 0 for an earlier one. A rebuild has a higher
 * number (Jenkins copies the parameters, and our trigger id with them), a re-run a higher attempt.
 */
const compareRuns = (pipeline: ReleasePipelineItem, { buildNumber, attempt = 0 }: BuildReport): number =>
  Number(buildNumber) - Number(pipeline.buildNumber) || attempt - (pipeline.buildAttempt ?? 0);

/** A success stays. Otherwise the latest run counts, unless an earlier one turns out to have succeeded. */
function isAhead(pipeline: ReleasePipelineItem, report: BuildReport): boolean {
  if (pipeline.buildStatus === 'SUCCESS') return false;
  const order = compareRuns(pipeline, report);
  if (order !== 0) return order > 0 || report.status === 'SUCCESS';
  return !isEnded(pipeline) && RANK[report.status] >= RANK[pipeline.buildStatus];
}

type Facts = Pick<ReleasePipelineItem, 'buildNumber' | 'buildUrl' | 'artifactUrl' | 'buildLogUrl' | 'externalId'>;
type BuildFields = Changes<Facts & Pick<ReleasePipelineItem, 'buildStatus' | 'buildAttempt'>>;

/** What a report that comes after later ones adds: what none of them told. A URL that came without its log is the queue's. */
function isMissing(pipeline: ReleasePipelineItem, name: string): boolean {
  if (name === 'buildUrl') return pipeline.buildLogUrl === undefined;
  return name === 'externalId' || pipeline[name as keyof Facts] === undefined;
}

/** The fields that the report changes, or undefined when it tells nothing new: a duplicate, or older than what is known. */
export function applyBuildReport(pipeline: ReleasePipelineItem, report: BuildReport): BuildFields | undefined {
  const { status, attempt, buildNumber, buildUrl, artifactUrl, buildLogUrl } = report;
  const isOther = isOtherNumber(pipeline, report);
  const named = isProvisional(pipeline.externalId ?? '') ? { externalId: report.externalId } : {};
  const facts = Object.entries({ buildNumber, buildUrl, artifactUrl, buildLogUrl, ...named });
  const told = isAhead(pipeline, report)
    ? [['buildStatus', status] as const, ['buildAttempt', attempt] as const, ...facts]
    : facts.filter(([name]) => !isOther && isMissing(pipeline, name));
  const news = told.filter(([name, value]) => value !== undefined && pipeline[name as keyof typeof pipeline] !== value);
  if (news.length === 0) return undefined;
  const forgotten = isOther ? { artifactUrl: undefined, buildLogUrl: undefined } : {};
  return { ...forgotten, ...(Object.fromEntries(news) as BuildFields) };
}

/** True when changes are more than what was still missing of a build that has ended. */
export const isProgress = (pipeline: ReleasePipelineItem, changes: BuildFields): boolean =>
  !isEnded(pipeline) || changes.buildStatus !== undefined || changes.buildAttempt !== undefined;

type Wish = Pick<
  Loose<ReleasePipelineItem>,
  | keyof BuildFields
  | 'triggered'
  | 'triggeredAt'
  | 'triggerId'
  | 'askedSha'
  | 'commitSha'
  | 'lastBuildNumber'
  | 'lastExternalId'
  | 'refreshWantedAt'
  | 'refreshedAt'
  | 'refreshError'
>;

/** What becomes of a pipeline when another build is wanted: it forgets the last one but for its number and id. */
export const wantBuild = (pipeline: ReleasePipelineItem, triggerId: string): Wish => ({
  buildStatus: 'PENDING',
  triggered: false,
  triggerId,
  triggeredAt: undefined,
  externalId: undefined,
  askedSha: undefined,
  commitSha: undefined,
  refreshWantedAt: undefined,
  refreshedAt: undefined,
  refreshError: undefined,
  buildUrl: undefined,
  buildNumber: undefined,
  buildAttempt: undefined,
  artifactUrl: undefined,
  buildLogUrl: undefined,
  lastBuildNumber: pipeline.buildNumber ?? pipeline.lastBuildNumber,
  lastExternalId: pipeline.externalId ?? pipeline.lastExternalId,
});
