// Keys of people: users, memberships, sentinels of unique names, identities at providers.
export const userKeys = { pk: 'T#${tenantId}#USERS', sk: '${userId}', removal: [{ stage: 'PEOPLE' }] } as const;
export const membershipKeys = { pk: 'T#${tenantId}#MEMBERS', sk: '${userId}', removal: [{ stage: 'PEOPLE' }] } as const;
export const uniqueUserKeys = {
  pk: 'T#${tenantId}#UNIQUE_USER',
  sk: '${field}#${value}',
  removal: [{ stage: 'PEOPLE' }],
} as const;
/** Each has a partition of identities. */
export const IDENTITY_PROVIDERS = ['github', 'gitlab', 'bitbucket', 'slack', 'email'] as const;
export const identityKeys = {
  pk: 'T#${tenantId}#IDENTITY#${provider}',
  sk: '${externalId}',
  removal: [{ stage: 'PEOPLE', each: IDENTITY_PROVIDERS }],
} as const;
