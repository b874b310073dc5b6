// Lists the regression cycles of a release with their commits and builds, newest first.
import { viewCycle } from '../../../entities/releases/regression/regression-cycle.model.ts';
import type { Ops } from '../deps.ts';

export const listRegressionCycles: Ops['listRegressionCycles'] = async (call, deps) => {
  const { tenantId } = call.caller;
  const { release, pipelines } = await deps.releases.whole(tenantId, call.params.release ?? '');
  const page = await deps.releases.cycles.list(tenantId, release.releaseId, call.query);
  return { body: { items: page.items.map((item) => viewCycle(item, pipelines)), nextCursor: page.nextCursor } };
};
