// Starts the execution that drives a train to its next departure. The stored train defines the departure: events may come
// twice, late or in any order. An execution is named by the leg that it drives.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { TrainRepo } from '../../../entities/trains/train.repo.ts';
import { releaseTrain } from '../../../statemachines/release-train/release-train.contract.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { Start } from '../../_kit/workflow/executions.ts';

export interface TrainEventsDeps {
  readonly trains: Pick<TrainRepo, 'find'>;
  readonly start: Start<typeof releaseTrain>;
}

/** The fields that these events share; entities/trains/events.ts defines each event. */
const aboutTrain = z.object({ tenantId: z.string(), data: z.object({ trainId: z.string() }) });

export async function onTrainScheduled({ detail }: BusEvent, { trains, start }: TrainEventsDeps): Promise<void> {
  const { tenantId, data } = aboutTrain.parse(detail);
  const train = await trains.find(tenantId as TenantId, data.trainId);
  if (train?.isActive) await start(releaseTrain, { tenantId, trainId: train.trainId, leg: train.leg });
}
