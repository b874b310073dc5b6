// Builds of a release as CI reports them. Reports come twice, late and out of order; a build never moves backwards, and its final state
// depends on the set of reports, not on their order. Pure.
import type { Changes, Loose } from '../../_base/table/table.ts';
import type { PipelineType } from '../../integrations/types/integration-types.ts';
import { isSameBuild } from '../release.keys.ts';
import type { ReleasePipelineItem } from '../release-parts.entity.ts';
import { isOfRepository, trimmedPath } from '../reports/report.model.ts';
import { compareBuildNumbers } from './build-number.model.ts';
import {
  type BuildFacts,
  type BuildReport,
  isEnd,
  isProvisional,
  isSurelyOurs,
  knownBuild,
  type Told,
  type ToldReport,
  type TriggerAnswer,
  tellMore,
  triggeredId,
} from './build-report.model.ts';

/** The source of a pipeline's builds. */
export interface BuildSource {
  readonly service: PipelineType | undefined;
  /** The configured workflow or job. */
  readonly job: string | undefined;
  /** The path of the configured repository. */
  readonly repository?: string | undefined;
  readonly scmIntegrationId: string;
}

/** Without undefined fields, which the table refuses. */
const compact = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;

/** The reports of the build so far. The state of a pipeline that was stored without reports counts as one report. */
function toldOf(pipeline: ReleasePipelineItem): Told {
  if (pipeline.told !== undefined) return pipeline.told as Told;
  const { buildStatus, externalId, buildUrl, buildNumber, buildLogUrl, artifactUrl, buildAttempt } = pipeline;
  const isAnswered = externalId !== undefined && !isProvisional(externalId);
  const answer = compact({ externalId, buildUrl, ...(isAnswered ? { buildNumber } : {}) });
  if (buildStatus === 'PENDING') return { answer, reports: [] };
  const { commitSha, storeBuildNumber } = pipeline;
  // A URL without a log is the queue's.
  const address = buildLogUrl === undefined ? {} : { buildUrl, buildLogUrl };
  const facts = { buildNumber, attempt: buildAttempt, artifactUrl, commitSha, storeBuildNumber, ...address };
  return { answer, reports: [compact({ status: buildStatus, isOurs: true, ...facts })] };
}

/** True for the build before this one, by its id, and for all earlier builds, by their numbers: the numbers of a job only grow. */
function isLate({ lastBuildNumber, lastExternalId }: ReleasePipelineItem, report: BuildReport): boolean {
  const { buildNumber, externalId, queueId } = report;
  const isLast = lastExternalId !== undefined && (lastExternalId === externalId || lastExternalId === queueId);
  const isNumberedAsLast = buildNumber !== undefined && buildNumber === lastBuildNumber;
  const order = compareBuildNumbers(buildNumber, lastBuildNumber);
  return isLast || isNumberedAsLast || (order !== undefined && order <= 0);
}

/** Reports come from the pipeline's own webhook, its SCM's, or an event on the bus without a webhook. Other sources do not count. */
const isKnownSender = (pipeline: ReleasePipelineItem, source: BuildSource, { integrationId }: BuildReport): boolean =>
  integrationId === undefined ||
  integrationId === pipeline.pipelineIntegrationId ||
  integrationId === source.scmIntegrationId;

function isFromSource(pipeline: ReleasePipelineItem, source: BuildSource, report: BuildReport): boolean {
  const { integrationId, jobs } = report;
  const isOurs = isOfRepository(report, source.repository);
  if (isOurs === false || jobs?.length === 0) return false;
  if (jobs !== undefined && source.job !== undefined) return jobs.map(trimmedPath).includes(trimmedPath(source.job));
  return isOurs === true || integrationId === pipeline.pipelineIntegrationId;
}

const surelyOurs = (told: Told): readonly ToldReport[] => told.reports.filter((report) => isSurelyOurs(told, report));

/** True if the report has the address of the service's answer, or of a report that is ours. */
const isAtOurAddress = (told: Told, { buildUrl }: BuildReport): boolean =>
  [told.answer, ...surelyOurs(told)].some((known) => isSameBuild(known?.buildUrl, buildUrl));

/** Numbers count the builds of one job: a number other than ours is another build. */
function isOtherNumber(told: Told, { buildNumber }: BuildReport): boolean {
  const numbers = [told.answer, ...surelyOurs(told)].flatMap((known) => known?.buildNumber ?? []);
  return buildNumber !== undefined && numbers.length > 0 && !numbers.includes(buildNumber);
}

/** OURS if the report names our build; MAYBE if it only looks like ours, which counts until one is OURS. */
export type Attribution = 'OURS' | 'MAYBE';

/** Undefined if the report is not about the build that this pipeline triggered last. */
export function attributionOf(
  pipeline: ReleasePipelineItem,
  source: BuildSource,
  report: BuildReport,
): Attribution | undefined {
  const { triggerId, externalId, queueId, service } = report;
  if (!pipeline.triggered || !isKnownSender(pipeline, source, report)) return undefined;
  if (triggerId !== undefined) return triggerId === pipeline.triggerId ? 'OURS' : undefined;
  // Each service has ids of its own: the same id at another one is another run.
  if (service !== undefined && service !== source.service) return undefined;
  const told = toldOf(pipeline);
  const id = triggeredId(told);
  if (externalId !== undefined && id !== undefined) return externalId === id ? 'OURS' : undefined;
  const isOurItem = queueId !== undefined && queueId === id;
  // The numbers of a job begin again when it is made anew; the items of the queue do not.
  if (!isOurItem && isLate(pipeline, report)) return undefined;
  if (isAtOurAddress(told, report)) return 'OURS';
  if (!isFromSource(pipeline, source, report)) return undefined;
  if (queueId !== undefined && id !== undefined) return isOurItem ? 'OURS' : undefined;
  return isOtherNumber(told, report) ? undefined : 'MAYBE';
}

type Facts = Pick<ReleasePipelineItem, keyof BuildFacts>;
type BuildFields = Changes<Facts & Pick<ReleasePipelineItem, 'buildStatus' | 'buildAttempt' | 'told'>>;

/** The changes of the pipeline with `told`. */
function changesOf(pipeline: ReleasePipelineItem, told: Told): BuildFields {
  const build = knownBuild(told);
  const { answer } = told;
  const commitSha = build?.commitSha ?? answer?.commitSha ?? pipeline.triggeredSha;
  const known: BuildFields = {
    buildStatus: build?.status ?? (answer?.externalId === undefined ? pipeline.buildStatus : 'RUNNING'),
    buildAttempt: build?.attempt,
    buildNumber: build?.buildNumber ?? answer?.buildNumber,
    buildUrl: build?.buildUrl ?? answer?.buildUrl,
    buildLogUrl: build?.buildLogUrl,
    artifactUrl: build?.artifactUrl,
    storeBuildNumber: build?.storeBuildNumber,
    // The SCM may have completed an abbreviated commit.
    commitSha: commitSha !== undefined && pipeline.commitSha?.startsWith(commitSha) ? pipeline.commitSha : commitSha,
    ...(isProvisional(answer?.externalId) ? { externalId: build?.externalId ?? answer?.externalId } : {}),
  };
  const news = Object.entries(known).filter(([name, value]) => pipeline[name as keyof typeof pipeline] !== value);
  return Object.fromEntries(news);
}

/**
 * The changes by a report; undefined for a duplicate or a report that never counts. Some reports change `told` alone: they count
 * after further reports.
 */
export function applyBuildReport(
  pipeline: ReleasePipelineItem,
  report: BuildReport,
  attribution: Attribution = 'OURS',
): BuildFields | undefined {
  const { integrationId: _i, service: _s, branch: _b, triggerId: _t, jobs: _j, ...told } = report;
  const { repository: _r, repositoryId: _n, ...kept } = told;
  const before = toldOf(pipeline);
  const isOurs = attribution === 'OURS' ? true : undefined;
  const after = tellMore(before, compact<ToldReport>({ ...kept, isOurs }));
  return after === before ? undefined : { ...changesOf(pipeline, after), told: after };
}

/** The changes by the service's answer to our trigger; reports may have come before the answer. */
export function bindBuild(
  pipeline: ReleasePipelineItem,
  answer: TriggerAnswer & { readonly externalId: string },
): BuildFields {
  const { externalId, buildUrl, buildNumber, commitSha } = answer;
  const told = { ...toldOf(pipeline), answer: compact({ externalId, buildUrl, buildNumber, commitSha }) };
  return { externalId, ...changesOf({ ...pipeline, externalId }, told), told };
}

/** False for the changes of a report that is only kept. */
export const isVisible = ({ told: _, ...seen }: BuildFields): boolean => Object.keys(seen).length > 0;

/** False for changes that only complete the facts of an ended build. */
export const isProgress = (pipeline: ReleasePipelineItem, changes: BuildFields): boolean =>
  isVisible(changes) &&
  (!isEnd(pipeline.buildStatus) || changes.buildStatus !== undefined || changes.buildAttempt !== undefined);

type Wish = Pick<
  Loose<ReleasePipelineItem>,
  | keyof BuildFields
  | 'triggered'
  | 'triggeredAt'
  | 'triggerId'
  | 'triggeredSha'
  | 'commitSha'
  | 'lastBuildNumber'
  | 'lastExternalId'
  | 'refreshWantedAt'
  | 'refreshedAt'
  | 'refreshError'
>;

/** The changes of a pipeline for another build: it keeps only the number and id of the last build. */
export const wantBuild = (pipeline: ReleasePipelineItem, triggerId: string): Wish => ({
  buildStatus: 'PENDING',
  triggered: false,
  triggerId,
  triggeredAt: undefined,
  externalId: undefined,
  triggeredSha: undefined,
  commitSha: undefined,
  refreshWantedAt: undefined,
  refreshedAt: undefined,
  refreshError: undefined,
  buildUrl: undefined,
  buildNumber: undefined,
  buildAttempt: undefined,
  artifactUrl: undefined,
  buildLogUrl: undefined,
  storeBuildNumber: undefined,
  told: undefined,
  lastBuildNumber: pipeline.buildNumber ?? pipeline.lastBuildNumber,
  lastExternalId: pipeline.externalId ?? pipeline.lastExternalId,
});
