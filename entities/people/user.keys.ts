// Keys of users, of their unique names, of their identities at providers, and of the number of admins.
const removal = [{ stage: 'PEOPLE' }] as const;

export const userKeys = {
  pk: 'T#${tenantId}#USERS',
  sk: '${userId}',
  removal,
  indexes: {
    byName: { index: 'gsi1', pk: 'T#${tenantId}#USERS', sk: '${isActive}#${sortName}${userId}' },
    byRole: { index: 'gsi2', pk: 'T#${tenantId}#USERS#ROLE#${role}', sk: '${isActive}#${sortName}${userId}' },
  },
} as const;
export const uniqueUserKeys = { pk: 'T#${tenantId}#UNIQUE_USER', sk: '${field}#${value}', removal } as const;
export const adminCountKeys = { pk: 'T#${tenantId}#ADMIN_COUNT', sk: 'COUNT', removal } as const;
/** Each has a partition of identities. */
export const IDENTITY_PROVIDERS = ['github', 'gitlab', 'bitbucket', 'slack', 'email'] as const;
export const identityKeys = {
  pk: 'T#${tenantId}#IDENTITY#${provider}',
  sk: '${externalId}',
  removal: [{ stage: 'PEOPLE', each: IDENTITY_PROVIDERS }],
} as const;
/** In the partition of the user, so that the removal of the user finds all of them. */
export const userIdentityKeys = {
  pk: 'T#${tenantId}#IDENTITIES_OF#${userId}',
  sk: '${provider}#${externalId}',
  removal: [{ stage: 'PEOPLE', of: 'T#${tenantId}#USERS' }],
} as const;
