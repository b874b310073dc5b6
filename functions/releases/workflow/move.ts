// From what the model says becomes of a release and its parts to the writes of one transaction.
import type { Write } from '../../../entities/_base/table/table.ts';
import type { Move } from '../../../entities/releases/regression/regression.model.ts';
import type { ReleaseRepo } from '../../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';

/** The release itself is always written, so that two moves at once never both happen. `at` is ISO 8601. */
export function writesOf(whole: WholeRelease, move: Move, at: string, releases: ReleaseRepo): Write[] {
  const targets = whole.targets.flatMap((target) => {
    const changes = move.targets.get(target.targetIntegrationId);
    return changes ? [releases.updateTarget(target, at, changes)] : [];
  });
  const pipelines = whole.pipelines.flatMap((pipeline) => {
    const changes = move.pipelines.get(pipeline.pipelineIntegrationId);
    return changes ? [releases.updatePipeline(pipeline, at, changes)] : [];
  });
  return [releases.update(whole.release, at, move.release), ...targets, ...pipelines];
}
