// Hears from CI about builds, by webhook or from the bus, and moves the pipeline that triggered the build. Reports about
// builds that no release triggered, or that tell nothing new, change nothing.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Loose } from '../../../entities/_base/table.ts';
import {
  applyBuildReport,
  type BuildReport,
  isAbout,
  isProgress,
  type PipelineType,
} from '../../../entities/releases/build.model.ts';
import { BuildFailed, BuildProgressed, BuildSucceeded } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import type { BusEvent } from '../../_kit/bus-event.ts';
import type { Caller } from '../../_kit/commit.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { unlessGone } from '../../_kit/gone.ts';
import { readCiEvent } from '../ci/ci-event.ts';
import { auditOf, callerAt, factsOf, isoOf } from '../deps.ts';
import type { EventsDeps } from './release-changed.ts';

/** What builds do no longer matters to these; what they were is still completed. */
const DEAF: readonly string[] = ['CANCELLED', 'RELEASED', 'ARCHIVED'];

async function pipelineOf(whole: WholeRelease, report: BuildReport, deps: EventsDeps) {
  const { release, pipelines } = whole;
  const refs = pipelines.map((item) => ({ kind: 'PIPELINE' as const, integrationId: item.pipelineIntegrationId }));
  const integrations = await deps.integrations.getMany(release.tenantId, refs);
  return pipelines.find((pipeline) => {
    const integration = integrations.get(pipeline.pipelineIntegrationId);
    const config = integration?.config as { workflow?: string; jobPath?: string } | undefined;
    const job = config?.workflow ?? config?.jobPath;
    const service = integration?.type as PipelineType | undefined;
    return isAbout(pipeline, { service, job, scmIntegrationId: release.scmIntegrationId }, report);
  });
}

function eventOf(caller: Caller, whole: WholeRelease, pipeline: Loose<ReleasePipelineItem>) {
  const { pipelineIntegrationId, buildNumber, buildUrl, buildStatus } = pipeline;
  const { releaseId } = whole.release;
  const data = { ...factsOf(whole.release), pipelineIntegrationId, buildNumber, buildUrl };
  if (buildStatus === 'SUCCESS') return BuildSucceeded.create(caller, releaseId, data);
  if (buildStatus === 'FAILED' || buildStatus === 'CANCELLED') {
    return BuildFailed.create(caller, releaseId, { ...data, buildStatus });
  }
  return BuildProgressed.create(caller, releaseId, data);
}

/** True when the report was about a build of this release, whether or not it changed anything. */
async function apply(tenantId: string, releaseId: string, report: BuildReport, source: string, deps: EventsDeps) {
  const whole = await deps.releases.whole(tenantId as TenantId, releaseId);
  const pipeline = await pipelineOf(whole, report, deps);
  if (!pipeline) return false;
  const changes = applyBuildReport(pipeline, report);
  if (!changes) return true;
  const isNews = isProgress(pipeline, changes);
  if (isNews && DEAF.includes(whole.release.status)) return false;
  const caller = callerAt(tenantId, deps.now(), releaseId, { type: 'EXTERNAL', id: source, name: source });
  await deps.commit(caller, {
    writes: [deps.releases.updatePipeline(pipeline, isoOf(caller.at), changes)],
    events: isNews ? [eventOf(caller, whole, { ...pipeline, ...changes })] : [],
    audit: auditOf(whole.release, 'build.reported', {
      pipelineIntegrationId: pipeline.pipelineIntegrationId,
      ...changes,
    }),
  });
  return true;
}

/** By the branch that was built, or else by the address of the build. */
async function releasesOf(tenantId: TenantId, { branch, buildUrl }: BuildReport, { releases }: EventsDeps) {
  if (branch !== undefined) return releases.idsOnBranch(tenantId, branch);
  return buildUrl === undefined ? [] : releases.idsOfBuild(tenantId, buildUrl);
}

export async function onCiBuild(event: BusEvent, deps: EventsDeps): Promise<void> {
  const read = readCiEvent(event);
  if (!read) return;
  const { tenantId, report } = read;
  for (const releaseId of await releasesOf(tenantId as TenantId, report, deps)) {
    if (
      await unlessGone(
        'release',
        retryOnConflict(() => apply(tenantId, releaseId, report, event.source, deps)),
      )
    )
      return;
  }
}
