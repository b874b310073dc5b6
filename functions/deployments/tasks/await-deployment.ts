// Keeps the token of a wait, and ends the wait at once if a person's change came meanwhile.

import type { TenantId } from '../../../entities/_base/ids.ts';
import { shelfOf } from '../../../entities/_base/ids.ts';

import { awaitDeploymentTask } from '../../../statemachines/deployment/deployment.contract.ts';
import type { DrivingDeps } from '../deps.ts';
import { endWaitIfOver } from '../driving/wait.ts';

export async function awaitDeployment(raw: unknown, deps: DrivingDeps): Promise<void> {
  const { tenantId, deploymentId, taskToken } = awaitDeploymentTask.parse(raw);
  await deps.plans.keepWait({ tenantId, deploymentId, shelf: shelfOf(deploymentId) }, taskToken);
  await endWaitIfOver(tenantId as TenantId, deploymentId, deps);
}
