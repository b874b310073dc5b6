// Asks what has become of a build whose end nobody told: the service is asked at once, outside of this request.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { assertMayRefresh } from '../../../entities/releases/builds/build-word.model.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { BuildRefreshRequested } from '../../../entities/releases/events.ts';
import { viewPipeline } from '../../../entities/releases/release.view.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { auditOf, factsOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const refreshPipeline: Operation<typeof manifest.routes.refreshPipeline, ReleasesDeps> = async (call, deps) => {
  const { caller, params } = call;
  const whole = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const { release } = whole;
  const pipeline = whole.pipelines.find((item) => item.pipelineIntegrationId === params.integration);
  if (!pipeline) throw releaseErrors.pipeline_not_found();
  assertRevision(call, release);
  assertMayRefresh(whole, pipeline);
  const { pipelineIntegrationId, buildNumber, buildUrl } = pipeline;
  const integrations = await deps.integrations.getMany(caller.tenantId, [
    { kind: 'PIPELINE', integrationId: pipelineIntegrationId },
  ]);
  const at = isoOf(caller.at);
  const changes = { refreshWantedAt: at };
  const facts = { ...factsOf(release), pipelineIntegrationId, buildNumber, buildUrl };
  return call.save(
    {
      writes: [deps.releases.updatePipeline(pipeline, at, changes)],
      events: [BuildRefreshRequested.create(caller, release.releaseId, facts)],
      audit: auditOf(release, 'build.refresh_requested', { pipelineIntegrationId, buildNumber }),
    },
    { body: viewPipeline({ ...pipeline, ...changes }, integrations) },
  );
};
