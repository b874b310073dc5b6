// Keys of the tasks of deployments, of those that wait for an agent, and of their logs. The tasks of a deployment stand together, so that
// one consistent Query reads them; the logs of its tasks do not, as many are written at the same time.
import { SHELVES } from '../../_base/ids.ts';

const removal = [{ stage: 'CONNECTIONS', each: SHELVES }] as const;

/** The shelf is that of the deployment. */
export const taskKeys = { pk: 'T#${tenantId}#TASKS#${shelf}', sk: '${deploymentId}#${taskId}', removal } as const;

/** Exists as long as the task is QUEUED. Most of the time the partition is empty. */
export const waitingTaskKeys = {
  pk: 'T#${tenantId}#WAITING_TASKS',
  sk: '${environmentId}#${capability}#${taskId}',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;

/** The shelf is that of the task. A lease has its own log. */
export const taskLogKeys = {
  pk: 'T#${tenantId}#TASK_LOGS#${shelf}',
  sk: '${taskId}#${fence:6}#${offset:8}',
  removal,
} as const;
