// Looks at the builds of a long wait: the message about an end may have been lost.
import { isLookedAt, lookAtBuild } from '../builds/look-at-build.ts';
import { lookAtStep } from './step.ts';

export const lookAtBuilds = lookAtStep('AWAIT_BUILDS', async ({ release, pipelines }, caller, deps) => {
  // A failed build waits for a person.
  const running = pipelines.filter((item) => isLookedAt(item) && item.buildStatus === 'RUNNING');
  for (const { pipelineIntegrationId } of running) {
    await lookAtBuild(caller, release.releaseId, pipelineIntegrationId, deps);
  }
  return undefined;
});
