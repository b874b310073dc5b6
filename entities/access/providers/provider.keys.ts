// Keys of OpenID providers of a tenant, of the users who signed in through them, and of sign-ins that have begun.
const pk = 'T#${tenantId}#PROVIDERS';
export const providerKeys = { pk, sk: '${providerId}', removal: [{ stage: 'PEOPLE' }] } as const;
export const providerCountKeys = {
  pk: 'T#${tenantId}#PROVIDER_COUNT',
  sk: 'COUNT',
  removal: [{ stage: 'PEOPLE' }],
} as const;
export const providerLinkKeys = {
  pk: 'T#${tenantId}#PROVIDER_LINKS#${providerId}',
  sk: '${subject}',
  removal: [{ stage: 'PEOPLE', of: pk }],
} as const;
