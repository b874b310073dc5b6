// Cancels the open questions about a release that was cancelled or whose regression cycle is over before they were answered.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ApprovalCancelled } from '../../../entities/approvals/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { factsOf } from '../decide.ts';
import type { ApprovalEventsDeps } from './decision-requested.ts';

const aboutRelease = z.object({
  tenantId: z.string(),
  correlationId: z.string(),
  data: z.object({ releaseId: z.string() }),
});

async function cancelIfOvertaken(caller: Caller, approvalId: string, deps: ApprovalEventsDeps): Promise<void> {
  const whole = await unlessGone('approval', deps.approvals.whole(caller.tenantId, approvalId));
  if (whole?.approval.status !== 'PENDING') return;
  const { approval } = whole;
  const about = await unlessGone('release', deps.releases.whole(caller.tenantId, approval.releaseId));
  // With its release the question goes too, by another consumer.
  if (!about) return;
  const { release } = about;
  if (release.status === 'REGRESSION_IN_PROGRESS' && release.regressionCycle === approval.cycle) return;
  await deps.save(caller, {
    writes: [deps.approvals.end(approval, 'CANCELLED', isoOf(caller.at))],
    events: [ApprovalCancelled.create(caller, approval.releaseId, factsOf(whole))],
    audit: {
      action: 'approval.cancelled',
      resourceType: 'Release',
      resourceId: approval.releaseId,
      details: { approvalId, stage: approval.stage, cycle: approval.cycle },
    },
  });
}

export async function onQuestionOvertaken({ detail }: BusEvent, deps: ApprovalEventsDeps): Promise<void> {
  const { tenantId, correlationId, data } = aboutRelease.parse(detail);
  const caller: Caller = {
    tenantId: tenantId as TenantId,
    actor: systemActor('approvals'),
    correlationId,
    at: deps.now(),
  };
  for (const { approvalId } of await deps.approvals.questionsOf(caller.tenantId, data.releaseId)) {
    await retryOnConflict(() => cancelIfOvertaken(caller, approvalId, deps));
  }
}
