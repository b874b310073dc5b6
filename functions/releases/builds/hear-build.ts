// A report about a build changes the pipeline that triggered it: a report of CI, of a person, or of the service that was asked. A
// report about a build that no release triggered changes nothing, nor does one that tells nothing new.
import { serviceActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Loose } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { IntegrationItem } from '../../../entities/integrations/integration.entity.ts';
import { namesOf, type PipelineType } from '../../../entities/integrations/types/integration-types.ts';
import {
  type Attribution,
  applyBuildReport,
  attributionOf,
  isProgress,
  isVisible,
} from '../../../entities/releases/builds/build.model.ts';
import type { BuildReport } from '../../../entities/releases/builds/build-report.model.ts';
import { BuildFailed, BuildProgressed, BuildSucceeded } from '../../../entities/releases/events.ts';
import { isOngoing } from '../../../entities/releases/lifecycle/status.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import { atServer } from '../../../entities/releases/reports/build-words.model.ts';
import type { From } from '../../../entities/releases/reports/report.model.ts';
import { pipelineRefs } from '../../../entities/releases/uses/named.model.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, callerAt, factsOf } from '../deps.ts';
import type { EventsDeps } from '../on/release-changed.ts';

/** The event of a build in its present state. `reason` is a person's, of an end without success. */
export function buildEventOf(
  caller: Caller,
  { release }: WholeRelease,
  pipeline: Loose<ReleasePipelineItem>,
  reason?: string,
) {
  const { pipelineIntegrationId, buildNumber, buildUrl, buildStatus, commitSha } = pipeline;
  const data = { ...factsOf(release), pipelineIntegrationId, buildNumber, buildUrl, commitSha };
  if (buildStatus === 'SUCCESS') return BuildSucceeded.create(caller, release.releaseId, data);
  if (buildStatus === 'FAILED' || buildStatus === 'CANCELLED') {
    return BuildFailed.create(caller, release.releaseId, { ...data, buildStatus, reason });
  }
  return BuildProgressed.create(caller, release.releaseId, data);
}

type Report = Parameters<typeof applyBuildReport>[1];

/** The changes and their event; undefined if the report says nothing new. */
export function heard(
  caller: Caller,
  whole: WholeRelease,
  pipeline: ReleasePipelineItem,
  report: Report,
  reason?: string,
) {
  const changes = applyBuildReport(pipeline, report);
  if (!changes || !isVisible(changes)) return undefined;
  const changed = { ...pipeline, ...changes };
  const events = isProgress(pipeline, changes) ? [buildEventOf(caller, whole, changed, reason)] : [];
  return { changes, changed, events };
}

interface Found {
  readonly whole: WholeRelease;
  readonly pipeline: ReleasePipelineItem;
  readonly report: BuildReport;
  readonly attribution: Attribution;
}

function attributed(
  whole: WholeRelease,
  pipeline: ReleasePipelineItem,
  integration: IntegrationItem | undefined,
  told: BuildReport,
) {
  const source = {
    service: integration?.type as PipelineType | undefined,
    ...{ repository: undefined, job: undefined, ...(integration && namesOf(integration)) },
    scmIntegrationId: whole.release.scmIntegrationId,
  };
  const report = atServer(told, (integration?.config as { baseUrl?: string } | undefined)?.baseUrl);
  const attribution = attributionOf(pipeline, source, report);
  return attribution === undefined ? [] : [{ whole, pipeline, report, attribution }];
}

/** The pipelines of a release that the report may be about. */
async function foundIn(tenantId: string, releaseId: string, report: BuildReport, deps: EventsDeps): Promise<Found[]> {
  const whole = await deps.releases.whole(tenantId as TenantId, releaseId);
  const integrations = await deps.integrations.getMany(tenantId, pipelineRefs(whole.pipelines));
  return whole.pipelines.flatMap((pipeline) =>
    attributed(whole, pipeline, integrations.get(pipeline.pipelineIntegrationId), report),
  );
}

/** True unless the release is past hearing of it. */
async function apply(
  { whole, pipeline, report, attribution }: Found,
  source: string,
  deps: EventsDeps,
): Promise<boolean> {
  const changes = applyBuildReport(pipeline, report, attribution);
  if (!changes) return true;
  const isNews = isProgress(pipeline, changes);
  const { release } = whole;
  // A release that has ended ignores new states of builds; missing facts of a build are still filled in.
  if (isNews && !isOngoing(release.status)) return false;
  if (!isVisible(changes)) {
    await deps.releases.keepTold(pipeline, changes.told);
    return true;
  }
  const caller = callerAt(release.tenantId, deps.now(), release.releaseId, serviceActor(source));
  const at = isoOf(caller.at);
  const { told: _, ...seen } = changes;
  await deps.save(caller, {
    writes: [
      deps.releases.updatePipeline(pipeline, at, changes),
      ...(changes.buildUrl === undefined ? [] : [deps.releases.claimBuild(release, changes.buildUrl, at)]),
    ],
    events: isNews ? [buildEventOf(caller, whole, { ...pipeline, ...changes })] : [],
    audit: auditOf(release, 'build.reported', { pipelineIntegrationId: pipeline.pipelineIntegrationId, ...seen }),
  });
  return true;
}

/** By the branch that was built, and by the address of the build. */
async function releasesOf(tenantId: TenantId, { branch, buildUrl }: BuildReport, { releases }: EventsDeps) {
  const [onBranch, ofBuild] = await Promise.all([
    branch === undefined ? [] : releases.idsOnBranch(tenantId, branch),
    buildUrl === undefined ? [] : releases.idsOfBuild(tenantId, buildUrl),
  ]);
  return [...new Set([...ofBuild, ...onBranch])];
}

/** Tells the pipeline that the report names, or else the first that it may be about. True when one has heard it. */
async function tell(tenantId: string, report: BuildReport, source: string, deps: EventsDeps): Promise<boolean> {
  const ids = await releasesOf(tenantId as TenantId, report, deps);
  const found = await Promise.all(ids.map((id) => unlessGone('release', foundIn(tenantId, id, report, deps))));
  const candidates = found.flatMap((some) => some ?? []);
  const ours = candidates.filter(({ attribution }) => attribution === 'OURS');
  for (const one of ours.length > 0 ? ours : candidates) {
    if (await unlessGone('release', apply(one, source, deps))) return true;
  }
  return false;
}

export function hearBuild(
  told: BuildReport,
  { tenantId, integrationId, source }: From,
  deps: EventsDeps,
): Promise<boolean> {
  const report = { ...told, integrationId };
  return retryOnConflict(() => tell(tenantId, report, source, deps));
}
