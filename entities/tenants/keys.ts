// Keys of tenants, people and their credentials.
export const tenantKeys = { pk: 'T#${tenantId}', sk: 'TENANT' } as const;
export const tenantSlugKeys = { pk: 'SLUG#${slug}', sk: 'SLUG' } as const;
export const userKeys = { pk: 'T#${tenantId}#USERS', sk: '${userId}' } as const;
export const membershipKeys = { pk: 'T#${tenantId}#MEMBERS', sk: '${userId}' } as const;
export const uniqueUserKeys = { pk: 'T#${tenantId}#UNIQUE_USER', sk: '${field}#${value}' } as const;
/** Each has a partition of identities. */
export const IDENTITY_PROVIDERS = ['github', 'gitlab', 'bitbucket', 'slack', 'email'] as const;
export const identityKeys = { pk: 'T#${tenantId}#IDENTITY#${provider}', sk: '${externalId}' } as const;
export const apiTokenKeys = { pk: 'T#${tenantId}#TOKENS', sk: '${hash}' } as const;
