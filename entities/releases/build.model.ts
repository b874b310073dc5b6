// Builds of a release as CI reports them. Reports come twice, late and out of order; a build never moves backwards. Pure.
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
  /** Names of the workflow or job, any of which a pipeline may be configured with. */
  readonly jobs?: readonly string[] | undefined;
}

const RANK: Readonly<Record<BuildStatus, number>> = { PENDING: 0, RUNNING: 1, SUCCESS: 2, FAILED: 2, CANCELLED: 2 };

/** True when the report is about the build that this pipeline has triggered last. */
export function isAbout(pipeline: ReleasePipelineItem, job: string | undefined, report: BuildReport): boolean {
  if (!pipeline.triggered) return false;
  if (report.triggerId !== undefined) return report.triggerId === pipeline.triggerId;
  if (report.externalId !== undefined && pipeline.externalId !== undefined)
    return report.externalId === pipeline.externalId;
  if (report.integrationId === pipeline.pipelineIntegrationId) return true;
  return job !== undefined && report.jobs?.includes(job) === true;
}

type BuildFields = Partial<
  Pick<ReleasePipelineItem, 'buildStatus' | 'buildNumber' | 'buildUrl' | 'artifactUrl' | 'buildLogUrl'>
>;

const isNewer = (known: string | undefined, told: string | undefined): boolean =>
  known === undefined || told === undefined || Number.isNaN(Number(known)) || Number(told) >= Number(known);

/** The fields that the report changes, or undefined when it tells nothing new: a duplicate, or older than what is known. */
export function applyBuildReport(pipeline: ReleasePipelineItem, report: BuildReport): BuildFields | undefined {
  if (RANK[report.status] < RANK[pipeline.buildStatus]) return undefined;
  if (RANK[pipeline.buildStatus] === 2) return undefined;
  if (!isNewer(pipeline.buildNumber, report.buildNumber)) return undefined;
  const { status, buildNumber, buildUrl, artifactUrl, buildLogUrl } = report;
  const told = Object.entries({ buildStatus: status, buildNumber, buildUrl, artifactUrl, buildLogUrl });
  const news = told.filter(([name, value]) => value !== undefined && pipeline[name as keyof typeof pipeline] !== value);
  return news.length === 0 ? undefined : (Object.fromEntries(news) as BuildFields);
}
