// Keys of tenants, people and their credentials.
export const tenantKeys = { pk: 'T#${tenantId}', sk: 'TENANT', removal: [{ stage: 'LAST' }] } as const;
export const tenantSlugKeys = { pk: 'SLUG#${slug}', sk: 'SLUG', removal: [{ stage: 'LAST' }] } as const;
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
export const apiTokenKeys = { pk: 'T#${tenantId}#TOKENS', sk: '${hash}', removal: [{ stage: 'CONNECTIONS' }] } as const;
