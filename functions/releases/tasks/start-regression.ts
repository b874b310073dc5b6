// Opens a regression cycle: the first one after the builds, or the next one after a store's rejection, which sends the
// rejected targets back to building and asks their pipelines for new builds.
import { newId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table.ts';
import { wantBuild } from '../../../entities/releases/build.model.ts';
import { RegressionStarted } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { assertMayGoTo } from '../../../entities/releases/status.model.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { changeAtStep, type TaskDeps } from './step.ts';

function rebuildRejected({ targets, pipelines }: WholeRelease, at: string, deps: TaskDeps): Write[] {
  const rejected = targets.filter((target) => target.targetStatus === 'REJECTED');
  const ids = rejected.map((target) => target.targetIntegrationId);
  return [
    ...rejected.map((target) =>
      deps.releases.updateTarget(target, at, { targetStatus: 'BUILDING', buildNumber: undefined }),
    ),
    ...pipelines
      .filter((pipeline) => ids.includes(pipeline.targetIntegrationId))
      .map((pipeline) => deps.releases.updatePipeline(pipeline, at, wantBuild(pipeline, newId<'Trigger'>()))),
  ];
}

export const startRegression = (raw: unknown, deps: TaskDeps) =>
  changeAtStep('START_REGRESSION', raw, deps, (whole, caller) => {
    const { release } = whole;
    assertMayGoTo(release, 'REGRESSION_IN_PROGRESS');
    const at = isoOf(caller.at);
    const cycle = release.regressionCycle + 1;
    return {
      writes: [
        deps.releases.update(release, at, { status: 'REGRESSION_IN_PROGRESS', regressionCycle: cycle }),
        ...rebuildRejected(whole, at, deps),
      ],
      events: [RegressionStarted.create(caller, release.releaseId, { ...factsOf(release), cycle })],
      audit: auditOf(release, 'regression.started', { cycle }),
    };
  });
