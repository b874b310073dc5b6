// Reads a deployment with its stages.
import { showDeployment } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getDeployment: Ops['getDeployment'] = async ({ caller, params }, { deployments }) => {
  const item = await deployments.get(caller.tenantId, params.deployment ?? '');
  return { body: showDeployment(caller, item, await deployments.outputsOf(item)), revision: item.revision };
};
