// Requests a build of one pipeline, which the workflow triggers. Refused while one is requested or runs. After the first regression
// cycle has begun, a new build opens the next one.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { viewPipeline } from '../../../entities/releases/release.view.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { requestedBuild } from '../builds/request-build.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const triggerPipeline: Operation<typeof manifest.routes.triggerPipeline, ReleasesDeps> = async (call, deps) => {
  const { caller, params, body } = call;
  const whole = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const found = whole.pipelines.find((item) => item.pipelineIntegrationId === params.integration);
  if (!found) throw releaseErrors.pipeline_not_found();
  assertRevision(call, whole.release);
  const { change, pipeline } = await requestedBuild(caller, whole, found, body?.force, deps.releases);
  const ref = { kind: 'PIPELINE' as const, integrationId: pipeline.pipelineIntegrationId };
  const integrations = await deps.integrations.getMany(caller.tenantId, [ref]);
  return call.save(change, { body: viewPipeline(pipeline, integrations) });
};
