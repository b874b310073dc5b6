// Opens the next regression cycle: the workflow lists its commits and triggers its builds.
import { viewCycle } from '../../../entities/releases/regression/regression-cycle.model.ts';
import { releaseOf } from '../changes.ts';
import type { Ops } from '../deps.ts';
import { openedCycle } from '../workflow/moves.ts';

export const openRegressionCycle: Ops['openRegressionCycle'] = async (call, deps) => {
  const whole = await releaseOf(call, deps);
  const wish = call.body ?? { force: false };
  const { change, item, pipelines } = await openedCycle(call.caller, whole, wish, deps.releases);
  return call.save(change, {
    body: viewCycle(
      item,
      whole.pipelines.map((pipeline) => ({ ...pipeline, ...pipelines.get(pipeline.pipelineIntegrationId) })),
    ),
    location: `/releases/${whole.release.releaseId}/regression-cycles`,
  });
};
