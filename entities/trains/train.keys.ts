// Keys of release trains: few per tenant, in one partition, so that a list is one Query.
export const trainKeys = { pk: 'T#${tenantId}#TRAINS', sk: '${trainId}', removal: [{ stage: 'CONNECTIONS' }] } as const;
