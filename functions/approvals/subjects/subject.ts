// The current state of an approval's subject, as the rules of its type report it. Each type has its rules in a file beside
// this one.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import type { ApprovalItem } from '../../../entities/approvals/approval.entity.ts';
import type { ApprovalsDeps } from '../deps.ts';

export interface SubjectNow {
  /** The chat in which people are asked; only its buttons are accepted. */
  readonly communicationIntegrationId: string | undefined;
  /** True if the question has no purpose any more, because the subject has changed. */
  readonly isOvertaken: boolean;
  /** Fails the transaction if the subject has changed since it was read. */
  readonly unchanged: Write;
  /** Throws an error of the subject's domain if the subject may not be approved now. */
  assertApprovable(): Promise<void>;
}

export type Asked = Pick<ApprovalItem, 'subject' | 'round' | 'subjectHash'>;
/** Throws the `not_found` error of the subject's domain. */
export type SubjectRules = (tenantId: TenantId, asked: Asked, deps: ApprovalsDeps) => Promise<SubjectNow>;
