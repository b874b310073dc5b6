// Requests a build of one pipeline, which the workflow triggers. It refuses while a build is requested or runs. After the first
// regression cycle has begun, a new build opens the next one.
import { showPipeline } from '../actions.ts';
import { pipelineOf } from '../changes.ts';
import type { Ops } from '../deps.ts';
import { requestedBuild } from '../workflow/moves.ts';

export const triggerPipeline: Ops['triggerPipeline'] = async (call, deps) => {
  const { whole, pipeline, integrations } = await pipelineOf(call, deps);
  const requested = await requestedBuild(call.caller, whole, pipeline, call.body?.force, deps.releases);
  return call.save(requested.change, {
    body: showPipeline(call.caller, requested.whole, requested.pipeline, integrations),
  });
};
