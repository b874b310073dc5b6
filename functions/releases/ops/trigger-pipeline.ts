// Requests a build of one pipeline, which the workflow triggers. It refuses while a build is requested or runs. After the first
// regression cycle has begun, a new build opens the next one.
import { viewPipeline } from '../../../entities/releases/release.view.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { pipelineOf } from '../changes.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { requestedBuild } from '../workflow/moves.ts';

export const triggerPipeline: Operation<typeof manifest.routes.triggerPipeline, ReleasesDeps> = async (call, deps) => {
  const { whole, pipeline, integrations } = await pipelineOf(call, deps);
  const requested = await requestedBuild(call.caller, whole, pipeline, call.body?.force, deps.releases);
  return call.save(requested.change, { body: viewPipeline(requested.pipeline, integrations) });
};
