// Asks for a build of one pipeline. The workflow starts it; asking again while one is wanted or runs changes nothing. After
// the first regression cycle has begun, a new build opens the next one.
import { newId } from '../../../entities/_base/ids.ts';
import { wantBuild } from '../../../entities/releases/build.model.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { BuildRequested } from '../../../entities/releases/events.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { viewPipeline } from '../../../entities/releases/release.view.ts';
import { legalStatuses } from '../../../entities/releases/status.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { auditOf, factsOf, isoOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { assertRevision } from './change-release.ts';
import { assertNotPaused } from './pause-release.ts';

function assertMayBuild(release: ReleaseItem): void {
  assertNotPaused(release);
  if (release.status === 'STARTED' || release.status === 'REGRESSION_IN_PROGRESS') return;
  throw releaseErrors.illegal_transition({
    detail: `Builds are triggered in STARTED or REGRESSION_IN_PROGRESS; the release is in ${release.status}.`,
    legal: legalStatuses(release),
  });
}

export const triggerPipeline: Operation<typeof manifest.routes.triggerPipeline, ReleasesDeps> = async (call, deps) => {
  const { caller, params } = call;
  const { release, pipelines } = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const pipeline = pipelines.find((item) => item.pipelineIntegrationId === params.integration);
  if (!pipeline) throw releaseErrors.pipeline_not_found();
  assertRevision(call, release);
  assertMayBuild(release);
  const { pipelineIntegrationId } = pipeline;
  const integrations = await deps.integrations.getMany(caller.tenantId, [
    { kind: 'PIPELINE', integrationId: pipelineIntegrationId },
  ]);
  const isUnderWay = pipeline.buildStatus === 'PENDING' || pipeline.buildStatus === 'RUNNING';
  const isDone = pipeline.buildStatus === 'SUCCESS' && release.status === 'STARTED';
  if (isUnderWay || isDone) return { body: viewPipeline(pipeline, integrations) };
  const at = isoOf(caller.at);
  const wanted = wantBuild(pipeline, newId<'Trigger'>());
  const opensCycle =
    release.status === 'REGRESSION_IN_PROGRESS' && pipelines.every((item) => item.buildStatus === 'SUCCESS');
  const cycle = opensCycle ? { regressionCycle: release.regressionCycle + 1 } : {};
  return call.commit(
    {
      writes: [deps.releases.updatePipeline(pipeline, at, wanted), deps.releases.update(release, at, cycle)],
      events: [BuildRequested.create(caller, release.releaseId, { ...factsOf(release), pipelineIntegrationId })],
      audit: auditOf(release, 'build.requested', { pipelineIntegrationId, ...cycle }),
    },
    { body: viewPipeline({ ...pipeline, ...wanted }, integrations) },
  );
};
