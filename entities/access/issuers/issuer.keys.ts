// Keys of the registered OpenID issuers: few per tenant, in one partition, as each sign-in by a JWT reads them all.
export const issuerKeys = {
  pk: 'T#${tenantId}#ISSUERS',
  sk: '${issuerId}',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;
/** The number of them, which a condition bounds. */
export const issuerCountKeys = {
  pk: 'T#${tenantId}#ISSUER_COUNT',
  sk: 'COUNT',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;
