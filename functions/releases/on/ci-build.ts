// Hears from CI about builds, by webhook or from the bus, and moves the pipeline that triggered the build. Reports about
// builds that no release triggered, or that tell nothing new, change nothing.

import { applyBuildReport, type BuildReport, isAbout } from '../../../entities/releases/build.model.ts';
import { BuildFailed, BuildProgressed, BuildSucceeded } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import type { BusEvent } from '../../_kit/bus-event.ts';
import type { Caller } from '../../_kit/commit.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { readCiEvent } from '../ci/ci-event.ts';
import { auditOf, callerAt, factsOf, isoOf } from '../deps.ts';
import type { EventsDeps } from './release-changed.ts';

const DEAF: readonly string[] = ['CANCELLED', 'RELEASED', 'ARCHIVED'];

async function pipelineOf(whole: WholeRelease, report: BuildReport, deps: EventsDeps) {
  const { release, pipelines } = whole;
  const refs = pipelines.map((item) => ({ kind: 'PIPELINE' as const, integrationId: item.pipelineIntegrationId }));
  const integrations = await deps.integrations.getMany(release.tenantId, refs);
  return pipelines.find((pipeline) => {
    const config = integrations.get(pipeline.pipelineIntegrationId)?.config as
      | { workflow?: string; jobPath?: string }
      | undefined;
    const source = { job: config?.workflow ?? config?.jobPath, scmIntegrationId: release.scmIntegrationId };
    return isAbout(pipeline, source, report);
  });
}

function eventOf(caller: Caller, whole: WholeRelease, pipeline: ReleasePipelineItem) {
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
  const whole = await deps.releases.whole(tenantId as never, releaseId);
  if (DEAF.includes(whole.release.status)) return false;
  const pipeline = await pipelineOf(whole, report, deps);
  if (!pipeline) return false;
  const changes = applyBuildReport(pipeline, report);
  if (!changes) return true;
  const caller = callerAt(tenantId, deps.now(), releaseId, { type: 'EXTERNAL', id: source, name: source });
  await deps.commit(caller, {
    writes: [deps.releases.updatePipeline(pipeline, isoOf(caller.at), changes)],
    events: [eventOf(caller, whole, { ...pipeline, ...changes })],
    audit: auditOf(whole.release, 'build.reported', {
      pipelineIntegrationId: pipeline.pipelineIntegrationId,
      ...changes,
    }),
  });
  return true;
}

export async function onCiBuild(event: BusEvent, deps: EventsDeps): Promise<void> {
  const read = readCiEvent(event);
  if (read?.report.branch === undefined) return;
  const { tenantId, report } = read;
  for (const releaseId of await deps.releases.idsOnBranch(tenantId as never, report.branch ?? '')) {
    if (await retryOnConflict(() => apply(tenantId, releaseId, report, event.source, deps))) return;
  }
}
