// The caller of the tasks of the machine `deployment`, and their answer about a deleted tenant.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { deployment, END, type MachineStep } from '../../../statemachines/deployment/deployment.contract.ts';
import type { Caller } from '../../_kit/save.ts';
import type { DrivingDeps } from '../deps.ts';

export const callerOf = (
  { tenantId, executionId }: { readonly tenantId: string; readonly executionId: string },
  { now }: Pick<DrivingDeps, 'now'>,
): Caller => ({
  tenantId: tenantId as TenantId,
  actor: systemActor(deployment.name),
  correlationId: executionId,
  at: now(),
});

/** A wait by token ends with it too. */
export async function endOfDeleted(input: unknown, { tokens }: DrivingDeps): Promise<MachineStep> {
  const { taskToken } = z.object({ taskToken: z.string().optional() }).parse(input);
  if (taskToken !== undefined) await tokens.succeed(taskToken, {});
  return END;
}
