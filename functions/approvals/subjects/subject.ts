// The subject of an approval as its rules see it now. Each type of subject has its rules in a file beside this one.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import type { ApprovalItem } from '../../../entities/approvals/approval.entity.ts';
import type { ApprovalsDeps } from '../deps.ts';

export interface SubjectNow {
  /** The chat in which people are asked, and whose buttons count. */
  readonly communicationIntegrationId: string | undefined;
  /** True when an answer would come too late: the subject has moved on. */
  readonly isOvertaken: boolean;
  /** Fails a transaction unless the subject is as it was read. */
  readonly unchanged: Write;
  /** Throws an error of the subject's domain when it may not be approved now. */
  assertApprovable(): Promise<void>;
}

export type Asked = Pick<ApprovalItem, 'subject' | 'round'>;
/** Throws the subject's `not_found`. */
export type SubjectRules = (tenantId: TenantId, asked: Asked, deps: ApprovalsDeps) => Promise<SubjectNow>;
