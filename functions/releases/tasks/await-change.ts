// Keeps the task token of a wait. The state is looked at after the token is stored, so that a change that came in between
// is seen either here or by the consumer of its event.
import * as z from 'zod';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { WAITS, type WaitName } from '../../../entities/releases/lifecycle/status.model.ts';

import { endWaitIfOver, UNPLANNED } from '../workflow/plan.ts';
import { releaseInput, type TaskDeps } from './step.ts';

const input = releaseInput.extend({
  wait: z.enum(Object.keys(WAITS) as [WaitName, ...WaitName[]]),
  taskToken: z.string(),
  /** Of the wait for the kickoff: the plan that the execution waits by. */
  wakeAt: z.string().nullable().optional(),
  /** Of the wait for a service: how long, and its words. */
  waitSeconds: z.number().optional(),
  reason: z.string().optional(),
});

export async function awaitChange(raw: unknown, deps: TaskDeps): Promise<void> {
  const { tenantId, releaseId, wait, taskToken, waitSeconds, reason, ...given } = input.parse(raw);
  const wakeAt = waitSeconds === undefined ? given.wakeAt : isoOf(deps.now() + waitSeconds * 1000);
  const plan = wakeAt === undefined ? {} : { wakeAt: wakeAt ?? UNPLANNED };
  await deps.releases.keepWait({ tenantId, releaseId, wait, taskToken, ...plan, ...(reason && { reason }) });
  await endWaitIfOver(tenantId, releaseId, deps);
}
