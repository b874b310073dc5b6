// Lists the metrics of a deployment, oldest first.
import { viewMetric } from '../../../entities/deployments/metrics/metric.model.ts';
import type { Ops } from '../deps.ts';

export const listDeploymentMetrics: Ops['listDeploymentMetrics'] = async (call, { deployments, metrics }) => {
  const { caller, query } = call;
  const item = await deployments.get(caller.tenantId, call.params.deployment ?? '');
  const { items, nextCursor } = await metrics.list(item, query, caller.at);
  return { body: { items: items.map(viewMetric), nextCursor } };
};
