// Keys of passkeys: few per user, in one partition of the tenant.
export const passkeyKeys = {
  pk: 'T#${tenantId}#PASSKEYS',
  sk: '${userId}#${credentialId}',
  removal: [{ stage: 'PEOPLE' }],
} as const;
