// Finds the integration of a task, if the task's execution is still the one that checks it.
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { IntegrationItem } from '../../../entities/integrations/integration.repo.ts';
import {
  type VerificationOutcome,
  verifiedIntegration,
} from '../../../entities/integrations/integration-change.model.ts';
import {
  type IntegrationCheckTask,
  integrationCheck,
} from '../../../statemachines/integration-check/integration-check.contract.ts';
import type { Save } from '../../_kit/save.ts';
import type { IntegrationsDeps } from '../deps.ts';
import { judged } from '../verification/judged.ts';

export interface CheckDeps
  extends Pick<IntegrationsDeps, 'integrations' | 'sealer' | 'verification' | 'mailRules' | 'environments'> {
  readonly save: Save;
  readonly now: () => number;
}

const CHECK_ACTOR = systemActor(integrationCheck.name);

/** Undefined if the integration was deleted, switched off, changed, or verified by another execution. */
export async function integrationOnLeg(
  leg: IntegrationCheckTask,
  deps: CheckDeps,
): Promise<IntegrationItem | undefined> {
  const item = await deps.integrations.get(leg.tenantId, leg);
  return item?.isActive && item.revision === leg.revision ? item : undefined;
}

/** Throws `request.conflict` if the integration has changed since it was read. */
export async function keep(
  item: IntegrationItem,
  outcome: VerificationOutcome,
  { executionId }: IntegrationCheckTask,
  { integrations, save, now }: CheckDeps,
): Promise<void> {
  const at = now();
  const caller = { tenantId: item.tenantId as TenantId, actor: CHECK_ACTOR, correlationId: executionId, at };
  await save(caller, await judged(caller, item, verifiedIntegration(item, outcome, at), integrations));
}
