// Keys of audit entries. The word AUDIT stands where IAM's leading-key condition looks for it.
export const auditKeys = {
  pk: 'T#${tenantId}#AUDIT#${resourceType}#${resourceId}',
  sk: '${entryId}',
  removal: [{ stage: 'EXPIRING', because: 'no function may delete an audit entry; they are kept three years' }],
} as const;
