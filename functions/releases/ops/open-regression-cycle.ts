// Opens the next regression cycle: the workflow lists its commits and starts its builds.
import { newId } from '../../../entities/_base/ids.ts';
import { BuildRequested, RegressionStarted } from '../../../entities/releases/events.ts';
import { openCycle } from '../../../entities/releases/regression.model.ts';
import { viewCycle } from '../../../entities/releases/regression-cycle.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { openNextCycle } from '../cycles.ts';
import { auditOf, factsOf, isoOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { writesOf } from '../move.ts';
import { assertRevision } from './change-release.ts';

type OpenRegressionCycle = Operation<typeof manifest.routes.openRegressionCycle, ReleasesDeps>;

export const openRegressionCycle: OpenRegressionCycle = async (call, deps) => {
  const { caller, params, body } = call;
  const whole = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const { release, pipelines } = whole;
  assertRevision(call, release);
  const move = openCycle(whole, body ?? { force: false }, () => newId<'Trigger'>());
  const at = isoOf(caller.at);
  const { cycle: item, writes } = await openNextCycle(whole, at, deps.releases);
  const { cycle, reason } = item;
  const facts = factsOf(release);
  const asked = [...move.pipelines.keys()];
  return call.commit(
    {
      writes: [...writesOf(whole, move, at, deps.releases), ...writes],
      events: [
        RegressionStarted.create(caller, release.releaseId, { ...facts, cycle, reason }),
        ...asked.map((pipelineIntegrationId) =>
          BuildRequested.create(caller, release.releaseId, { ...facts, pipelineIntegrationId }),
        ),
      ],
      audit: auditOf(release, 'regression.started', { cycle, reason, pipelines: asked }),
    },
    {
      body: viewCycle(
        item,
        pipelines.map((pipeline) => ({ ...pipeline, ...move.pipelines.get(pipeline.pipelineIntegrationId) })),
      ),
      location: `/releases/${release.releaseId}/regression-cycles`,
    },
  );
};
