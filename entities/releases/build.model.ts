// Builds of a release as CI reports them. Reports come twice, late and out of order; a build never moves backwards. Pure.
import type { Loose } from '../_base/table.ts';
import type { ReleasePipelineItem } from './release-parts.entity.ts';
import type { BuildStatus } from './status.model.ts';

/** What a CI event says, whatever system it came from. */
export interface BuildReport {
  readonly status: Exclude<BuildStatus, 'PENDING'>;
  /** The integration whose webhook brought it: the pipeline's own or its SCM's. */
  readonly integrationId?: string | undefined;
  readonly branch?: string | undefined;
  /** The service's id of the run; GitHub tells it, Jenkins does not. */
  readonly externalId?: string | undefined;
  /** Our own id, where the service hands a build's parameters back. */
  readonly triggerId?: string | undefined;
  readonly buildNumber?: string | undefined;
  readonly buildUrl?: string | undefined;
  readonly artifactUrl?: string | undefined;
  readonly buildLogUrl?: string | undefined;
  /** Names of the workflow or job, any of which a pipeline may be configured with; none for a run that is surely not ours. */
  readonly jobs?: readonly string[] | undefined;
}

/** Where the builds of a pipeline come from. */
export interface BuildSource {
  /** The workflow or job it is configured with. */
  readonly job: string | undefined;
  readonly scmIntegrationId: string;
}

const RANK: Readonly<Record<BuildStatus, number>> = { PENDING: 0, RUNNING: 1, SUCCESS: 2, FAILED: 2, CANCELLED: 2 };

/** What stands for the id of a run until GitHub names it; see `github-actions-client.ts`. */
const isProvisional = (externalId: string): boolean => externalId.startsWith('dispatch:');

/** Build numbers of a job only grow: one that is not above the last build's is a late event of that build. */
const isLate = ({ lastBuildNumber }: ReleasePipelineItem, { buildNumber }: BuildReport): boolean =>
  Number(buildNumber) <= Number(lastBuildNumber);

function isFromSource(pipeline: ReleasePipelineItem, source: BuildSource, report: BuildReport): boolean {
  const { integrationId, jobs } = report;
  const isOwn = integrationId === pipeline.pipelineIntegrationId;
  if (jobs === undefined || source.job === undefined) return isOwn;
  const isKnownSender = integrationId === undefined || isOwn || integrationId === source.scmIntegrationId;
  return isKnownSender && jobs.includes(source.job);
}

/** True when the report is about the build that this pipeline has triggered last: by its ids, or else by its source. */
export function isAbout(pipeline: ReleasePipelineItem, source: BuildSource, report: BuildReport): boolean {
  if (!pipeline.triggered) return false;
  const { triggerId, externalId, buildNumber } = report;
  if (triggerId !== undefined) return triggerId === pipeline.triggerId;
  if (externalId !== undefined && pipeline.externalId !== undefined && !isProvisional(pipeline.externalId)) {
    return externalId === pipeline.externalId;
  }
  // Numbers count the builds of one job: pipelines of a release may well be at the same one.
  const isOtherNumber =
    buildNumber !== undefined && pipeline.buildNumber !== undefined && buildNumber !== pipeline.buildNumber;
  return !isOtherNumber && !isLate(pipeline, report) && isFromSource(pipeline, source, report);
}

type BuildFields = Partial<
  Pick<ReleasePipelineItem, 'buildStatus' | 'buildNumber' | 'buildUrl' | 'artifactUrl' | 'buildLogUrl' | 'externalId'>
>;

/** The fields that the report changes, or undefined when it tells nothing new: a duplicate, or older than what is known. */
export function applyBuildReport(pipeline: ReleasePipelineItem, report: BuildReport): BuildFields | undefined {
  const isEnded = RANK[pipeline.buildStatus] === RANK.SUCCESS;
  if (isEnded || RANK[report.status] < RANK[pipeline.buildStatus]) return undefined;
  const { status, buildNumber, buildUrl, artifactUrl, buildLogUrl } = report;
  const named = isProvisional(pipeline.externalId ?? '') ? { externalId: report.externalId } : {};
  const told = Object.entries({ buildStatus: status, buildNumber, buildUrl, artifactUrl, buildLogUrl, ...named });
  const news = told.filter(([name, value]) => value !== undefined && pipeline[name as keyof typeof pipeline] !== value);
  return news.length === 0 ? undefined : (Object.fromEntries(news) as BuildFields);
}

type Wish = Pick<
  Loose<ReleasePipelineItem>,
  keyof BuildFields | 'triggered' | 'triggeredAt' | 'triggerId' | 'lastBuildNumber'
>;

/** What becomes of a pipeline when another build is wanted: it forgets the last one but for its number. */
export const wantBuild = (pipeline: ReleasePipelineItem, triggerId: string): Wish => ({
  buildStatus: 'PENDING',
  triggered: false,
  triggerId,
  triggeredAt: undefined,
  externalId: undefined,
  buildUrl: undefined,
  buildNumber: undefined,
  artifactUrl: undefined,
  buildLogUrl: undefined,
  lastBuildNumber: pipeline.buildNumber ?? pipeline.lastBuildNumber,
});
