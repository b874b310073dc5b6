// Opens the next regression cycle: the workflow lists its commits and starts its builds.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { viewCycle } from '../../../entities/releases/regression/regression-cycle.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { openedCycle } from '../workflow/cycles.ts';

type OpenRegressionCycle = Operation<typeof manifest.routes.openRegressionCycle, ReleasesDeps>;

export const openRegressionCycle: OpenRegressionCycle = async (call, deps) => {
  const { caller, params, body } = call;
  const whole = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const { release } = whole;
  assertRevision(call, release);
  const { change, item, pipelines } = await openedCycle(caller, whole, body ?? { force: false }, deps.releases);
  return call.save(change, {
    body: viewCycle(
      item,
      whole.pipelines.map((pipeline) => ({ ...pipeline, ...pipelines.get(pipeline.pipelineIntegrationId) })),
    ),
    location: `/releases/${release.releaseId}/regression-cycles`,
  });
};
