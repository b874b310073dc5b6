// Asks people a question, once: a stage and round of a subject has one approval.
import { newId, shelfOf } from '../../entities/_base/ids.ts';
import { firstStamps } from '../../entities/_base/table/entity.ts';
import type { Write } from '../../entities/_base/table/table.ts';
import { isoOf } from '../../entities/_base/time/iso.ts';
import { type ApprovalItem, approvalDefinition } from '../../entities/approvals/approval.entity.ts';
import { ApprovalRequested } from '../../entities/approvals/events.ts';
import type { Caller } from '../_kit/save.ts';
import { auditOf, factsOf } from './decide.ts';
import type { BackgroundDeps } from './deps.ts';

export type Question = Pick<
  ApprovalItem,
  'subject' | 'releaseId' | 'subjectHash' | 'stage' | 'round' | 'question' | 'policy'
>;
type Facts = Omit<Parameters<typeof ApprovalRequested.create>[2], keyof ReturnType<typeof factsOf>>;

/**
 * `facts` are for the people who decide. `unchanged` fails if the subject has changed since it was read: otherwise a
 * question about an outdated subject would stay open. Throws `request.conflict` if it was asked before.
 */
export async function ask(
  caller: Caller,
  question: Question,
  facts: Facts,
  unchanged: Write,
  deps: BackgroundDeps,
): Promise<void> {
  const at = isoOf(caller.at);
  const approvalId = newId<'Approval'>(caller.at);
  const approval: ApprovalItem = {
    ...{ tenantId: caller.tenantId, approvalId, shelf: shelfOf(approvalId), ...question, status: 'PENDING' as const },
    ...{ requestedAt: at, ...firstStamps(approvalDefinition, at) },
  };
  await deps.save(caller, {
    writes: [...deps.approvals.create(approval), unchanged],
    events: [ApprovalRequested.create(caller, approval.subject.id, { ...factsOf(approval), ...facts })],
    audit: auditOf(approval, 'approval.requested'),
  });
}
