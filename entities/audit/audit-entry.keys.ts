// Keys of audit entries. IAM's leading-key condition looks for the word AUDIT in them.
export const auditKeys = {
  pk: 'T#${tenantId}#AUDIT#${resourceType}#${resourceId}',
  sk: '${entryId}',
  removal: [{ stage: 'EXPIRING', because: 'no function may delete an audit entry; they expire after three years' }],
} as const;
