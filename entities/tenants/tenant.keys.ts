// Keys of tenants and their credentials.
export const tenantKeys = { pk: 'T#${tenantId}', sk: 'TENANT', removal: [{ stage: 'LAST' }] } as const;
export const tenantSlugKeys = { pk: 'SLUG#${slug}', sk: 'SLUG', removal: [{ stage: 'LAST' }] } as const;
export const apiTokenKeys = { pk: 'T#${tenantId}#TOKENS', sk: '${hash}', removal: [{ stage: 'CONNECTIONS' }] } as const;
