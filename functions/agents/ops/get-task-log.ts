// Reads the log of a task, in chunks.
import { viewTaskLog } from '../../../entities/agents/tasks/task-log.model.ts';
import type { Ops } from '../deps.ts';

export const getTaskLog: Ops['getTaskLog'] = async ({ caller, params, query }, { tasks, logs }) => {
  const { deployment: deploymentId = '', task: taskId = '' } = params;
  const task = await tasks.get(caller.tenantId, { deploymentId, taskId });
  const { items, nextCursor } = await logs.list(task, query, caller.at);
  return { body: { items: items.map(viewTaskLog), nextCursor } };
};
