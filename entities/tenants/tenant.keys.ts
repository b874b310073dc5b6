// Keys of tenants.
export const tenantKeys = { pk: 'T#${tenantId}', sk: 'TENANT', removal: [{ stage: 'LAST' }] } as const;
export const tenantSlugKeys = { pk: 'SLUG#${slug}', sk: 'SLUG', removal: [{ stage: 'LAST' }] } as const;
