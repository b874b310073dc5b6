// Lists the tasks of a deployment.
import { viewTask } from '../../../entities/agents/tasks/task.model.ts';
import type { Ops } from '../deps.ts';

export const listDeploymentTasks: Ops['listDeploymentTasks'] = async ({ caller, params, query }, deps) => {
  const { limit, cursor, ...filter } = query;
  const { deploymentId } = await deps.deployments.get(caller.tenantId, params.deployment ?? '');
  const { items, nextCursor } = await deps.tasks.list(caller.tenantId, deploymentId, filter, { limit, cursor });
  return { body: { items: items.map(viewTask), nextCursor } };
};
