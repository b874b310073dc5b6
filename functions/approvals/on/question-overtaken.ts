// Cancels the open questions about a subject that has moved on before they were answered: a release that was cancelled or whose regression
// cycle ended, a promotion that ended or changed.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ApprovalCancelled } from '../../../entities/approvals/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, factsOf } from '../decide.ts';
import type { BackgroundDeps } from '../deps.ts';
import { subjectOf } from '../subjects/rules.ts';

const aboutSubject = z.object({
  tenantId: z.string(),
  correlationId: z.string(),
  data: z.object({ releaseId: z.string(), promotionId: z.string().optional() }),
});

async function cancelIfOvertaken(caller: Caller, approvalId: string, deps: BackgroundDeps): Promise<void> {
  const whole = await unlessGone('approval', deps.approvals.whole(caller.tenantId, approvalId));
  if (whole?.approval.status !== 'PENDING') return;
  const { approval } = whole;
  // The approvals of a deleted release are deleted by another consumer; a promotion is never deleted alone.
  const subject = await unlessGone('release', subjectOf(caller.tenantId, approval, deps));
  if (!subject?.isOvertaken) return;
  await deps.save(caller, {
    writes: [deps.approvals.end(approval, 'CANCELLED', isoOf(caller.at))],
    events: [ApprovalCancelled.create(caller, approval.subject.id, factsOf(approval))],
    audit: auditOf(approval, 'approval.cancelled'),
  });
}

export async function onQuestionOvertaken({ detail }: BusEvent, deps: BackgroundDeps): Promise<void> {
  const { tenantId, correlationId, data } = aboutSubject.parse(detail);
  const caller: Caller = {
    tenantId: tenantId as TenantId,
    actor: systemActor('approvals'),
    correlationId,
    at: deps.now(),
  };
  for (const { approvalId } of await deps.approvals.questionsOf(caller.tenantId, data.promotionId ?? data.releaseId)) {
    await retryOnConflict(() => cancelIfOvertaken(caller, approvalId, deps));
  }
}
