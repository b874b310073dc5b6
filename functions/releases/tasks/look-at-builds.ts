// Looks at the builds that the workflow has waited for long: the message about an end may have been lost.
import { isLookedAt, lookAtBuild } from '../builds/look-at-build.ts';
import { lookAtStep } from './look.ts';
import type { TaskDeps } from './step.ts';

export const lookAtBuilds = (raw: unknown, deps: TaskDeps) =>
  lookAtStep('AWAIT_BUILDS', raw, deps, async ({ release, pipelines }, caller) => {
    // One that has ended badly waits for people.
    const running = pipelines.filter((item) => isLookedAt(item) && item.buildStatus === 'RUNNING');
    for (const { pipelineIntegrationId } of running) {
      await lookAtBuild(caller, release.releaseId, pipelineIntegrationId, deps);
    }
  });
