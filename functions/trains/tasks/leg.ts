// Finds the train of a task, if the task's execution still drives it.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import type { releaseTrain } from '../../../statemachines/release-train/release-train.contract.ts';
import type { Caller } from '../../_kit/save.ts';
import type { InputOf } from '../../_kit/workflow/executions.ts';
import { TRAIN_ACTOR, type TrainTaskDeps } from '../deps.ts';

/** Undefined if the train was deleted, switched off, or is on another leg. */
export async function trainOnLeg(
  input: InputOf<typeof releaseTrain>,
  deps: TrainTaskDeps,
): Promise<TrainItem | undefined> {
  const train = await deps.trains.find(input.tenantId as TenantId, input.trainId);
  return train?.isActive && train.leg === input.leg ? train : undefined;
}

export const callerOf = (
  input: InputOf<typeof releaseTrain> & { readonly executionId: string },
  deps: TrainTaskDeps,
): Caller => ({
  tenantId: input.tenantId as TenantId,
  actor: TRAIN_ACTOR,
  correlationId: input.executionId,
  at: deps.now(),
});
