// Stores the task token of a wait, and then looks at the state: a change in between is seen either here or by the consumer of its
// event.
import * as z from 'zod';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { WAITS, type WaitName } from '../../../entities/releases/lifecycle/next-step.model.ts';
import { endWaitIfOver, UNPLANNED } from '../workflow/next-step.ts';
import { releaseInput, type TaskDeps } from './step.ts';

const input = releaseInput.extend({
  wait: z.enum(Object.keys(WAITS) as [WaitName, ...WaitName[]]),
  taskToken: z.string(),
  /** Of the wait for the kickoff: the planned date until which the execution waits. */
  wakeAt: z.string().nullable().optional(),
  /** Of the wait for a service: its length, and the service's words. */
  waitSeconds: z.number().optional(),
  reason: z.string().optional(),
});

export async function awaitChange(raw: unknown, deps: TaskDeps): Promise<void> {
  const { tenantId, releaseId, wait, taskToken, waitSeconds, reason, ...given } = input.parse(raw);
  const wakeAt = waitSeconds === undefined ? given.wakeAt : isoOf(deps.now() + waitSeconds * 1000);
  const ends = wakeAt === undefined ? {} : { wakeAt: wakeAt ?? UNPLANNED };
  await deps.releases.keepWait({ tenantId, releaseId, wait, taskToken, ...ends, ...(reason && { reason }) });
  await endWaitIfOver(tenantId, releaseId, deps);
}
