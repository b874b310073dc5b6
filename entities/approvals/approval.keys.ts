// Keys of approvals: the approval with its decisions, and the sentinel of its question, which is asked once. The shelf is that of the
// approval, and of the subject of a question.
import { SHELVES } from '../_base/ids.ts';

const removal = [{ stage: 'CONNECTIONS', each: SHELVES }] as const;

export const approvalKeys = {
  pk: 'T#${tenantId}#APPROVALS#${shelf}',
  sk: '${approvalId}',
  removal,
  indexes: {
    byStatus: { index: 'gsi1', pk: 'T#${tenantId}#APPROVALS#STATUS#${status}', sk: '${approvalId}' },
  },
} as const;
export const decisionKeys = { pk: approvalKeys.pk, sk: '${approvalId}#DECISION#${userId}' } as const;
export const questionKeys = {
  pk: 'T#${tenantId}#QUESTIONS#${shelf}',
  sk: '${subjectId}#${stage}#${round:6}',
  removal,
} as const;
