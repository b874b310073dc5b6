// Reads a deployment with its stages.
import { showDeployment } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getDeployment: Ops['getDeployment'] = async ({ caller, params }, { deployments, live }) => {
  const item = await deployments.get(caller.tenantId, params.deployment ?? '');
  const [outputs, isLive] = await Promise.all([deployments.outputsOf(item), live.find(item)]);
  return { body: showDeployment(caller, item, outputs, isLive), revision: item.revision };
};
