// Starts the execution that drives a rollback of its own. A promotion starts the one of its deployment itself.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { RollbackRequested } from '../../../entities/deployments/events.ts';
import { isEnd } from '../../../entities/deployments/reports/told.model.ts';
import { deployment } from '../../../statemachines/deployment/deployment.contract.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { DeploymentsEventsDeps } from '../deps.ts';

export async function onRollbackRequested(
  { detail }: BusEvent,
  { deployments, start }: DeploymentsEventsDeps,
): Promise<void> {
  const { tenantId, data } = RollbackRequested.parse(detail);
  const item = await deployments.find(tenantId as TenantId, data.deploymentId);
  if (item && !isEnd(item.status)) await start(deployment, { tenantId, deploymentId: item.deploymentId });
}
