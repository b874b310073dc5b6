// Keys of approvals: the approval with its decisions, and the sentinel of its question, which is asked once.
export const approvalKeys = {
  pk: 'T#${tenantId}#APPROVAL#${approvalId}',
  sk: 'APPROVAL',
  removal: [{ stage: 'RELEASES' }],
  indexes: {
    byStatus: { index: 'gsi1', pk: 'T#${tenantId}#APPROVALS#STATUS#${status}', sk: '${approvalId}' },
  },
} as const;
export const decisionKeys = { pk: approvalKeys.pk, sk: 'DECISION#${userId}' } as const;
export const questionKeys = {
  pk: 'T#${tenantId}#QUESTIONS#${subjectId}',
  sk: '${stage}#${round:6}',
  removal: [{ stage: 'RELEASES' }],
} as const;
