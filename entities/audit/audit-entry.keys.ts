// Keys of audit entries. The word AUDIT stands where IAM's leading-key condition looks for it.
export const auditKeys = {
  pk: 'T#${tenantId}#AUDIT#${resourceType}#${resourceId}',
  sk: '${entryId}',
} as const;
