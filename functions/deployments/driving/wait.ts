// The wait of a deployment's execution: for the end of a soak or a pause, or for its turn. A person's change ends it before its time.

import type { TenantId } from '../../../entities/_base/ids.ts';
import { shelfOf } from '../../../entities/_base/ids.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';

import { isEnd } from '../../../entities/deployments/reports/told.model.ts';
import type { DrivingDeps } from '../deps.ts';
import { progressOf } from './decision.ts';

const isOver = (item: DeploymentItem | undefined): boolean =>
  item === undefined ||
  isEnd(item.status) ||
  item.cancelRequestedAt !== undefined ||
  progressOf(item).action !== undefined;

/**
 * Answers the token if the wait is over. Called when a wait begins and after every change that may end one: the call that sees the change
 * last answers, and a second answer does no harm.
 */
export async function endWaitIfOver(
  tenantId: TenantId,
  deploymentId: string,
  { deployments, plans, tokens }: Pick<DrivingDeps, 'deployments' | 'plans' | 'tokens'>,
): Promise<void> {
  const waiting = await plans.waitOf({ tenantId, deploymentId, shelf: shelfOf(deploymentId) });
  if (!waiting || !isOver(await deployments.find(tenantId, deploymentId))) return;
  await tokens.succeed(waiting.taskToken, {});
}
