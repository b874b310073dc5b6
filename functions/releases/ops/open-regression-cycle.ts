// Opens the next regression cycle: the workflow lists its commits and triggers its builds.
import { viewCycle } from '../../../entities/releases/regression/regression-cycle.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { releaseOf } from '../changes.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { openedCycle } from '../workflow/moves.ts';

type OpenRegressionCycle = Operation<typeof manifest.routes.openRegressionCycle, ReleasesDeps>;

export const openRegressionCycle: OpenRegressionCycle = async (call, deps) => {
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
