// Keys of OpenID providers of a tenant and of the users who signed in through them.
export const providerKeys = {
  pk: 'T#${tenantId}#PROVIDERS',
  sk: '${providerId}',
  removal: [{ stage: 'PEOPLE' }],
} as const;
export const providerCountKeys = {
  pk: 'T#${tenantId}#PROVIDER_COUNT',
  sk: 'COUNT',
  removal: [{ stage: 'PEOPLE' }],
} as const;
/** In one partition of the tenant, as links stay when their provider is deleted: removal finds them without it. */
export const providerLinkKeys = {
  pk: 'T#${tenantId}#PROVIDER_LINKS',
  sk: '${providerId}#${subject}',
  removal: [{ stage: 'PEOPLE' }],
} as const;
/** In the partition of the user, so that the removal of the user finds all of them. */
export const userLinkKeys = {
  pk: 'T#${tenantId}#PROVIDER_LINKS_OF#${userId}',
  sk: '${providerId}#${subject}',
  removal: [{ stage: 'PEOPLE', of: 'T#${tenantId}#USERS' }],
} as const;
