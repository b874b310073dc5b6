// A person changed what a deployment waits for, or cancelled it: its wait ends, and tasks that no agent has taken end too. The stored
// deployment decides, so that repetitions do nothing.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { DeploymentCancelRequested } from '../../../entities/deployments/events.ts';
import { CANCEL_STEP, deploymentWave } from '../../../statemachines/deployment-wave/deployment-wave.contract.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { DeploymentsEventsDeps } from '../deps.ts';
import { endWaitIfOver } from '../driving/wait.ts';

/** The fields that these events share; entities/deployments/events.ts defines each event. */
const aboutDeployment = z.object({ tenantId: z.string(), data: z.object({ deploymentId: z.string() }) });

export async function onDeploymentWoken(
  { detail, 'detail-type': type }: BusEvent,
  deps: DeploymentsEventsDeps,
): Promise<void> {
  const { tenantId, data } = aboutDeployment.parse(detail);
  const { deploymentId } = data;
  if (type === DeploymentCancelRequested.type) {
    const wave = { tenantId, deploymentId, step: CANCEL_STEP, targetIds: [], maxConcurrent: 1 } as const;
    await deps.start(deploymentWave, { ...wave, targetIds: [] });
  }
  await endWaitIfOver(tenantId as TenantId, deploymentId, deps);
}
