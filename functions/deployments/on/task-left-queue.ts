// A task has left the waiting list: an agent has it, or it has ended. The sync that stored this answers the machine `deployment-wave`; if it
// was interrupted before that, and the agent never heard of its lease, nobody else would answer for an hour.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { leaseOf } from '../../../statemachines/deployment-wave/deployment-wave.contract.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { DeploymentsEventsDeps } from '../deps.ts';

/** The fields that these events share; entities/agents/events.ts defines each event. */
const aboutTask = z.object({
  tenantId: z.string(),
  data: z.object({ deploymentId: z.string(), taskId: z.string() }),
});

export async function onTaskLeftQueue(
  { detail }: BusEvent,
  { tasks, tokens }: Pick<DeploymentsEventsDeps, 'tasks' | 'tokens'>,
): Promise<void> {
  const { tenantId, data } = aboutTask.parse(detail);
  const task = await tasks.find(tenantId as TenantId, data);
  if (task?.taskToken === undefined || task.tokenOf !== 'QUEUE' || task.status === 'QUEUED') return;
  await tokens.succeed(task.taskToken, leaseOf(task));
}
