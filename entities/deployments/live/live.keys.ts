// Keys of what is live: one item for each service of an environment, and one for each service in a store.
export const liveKeys = {
  pk: 'T#${tenantId}#LIVE',
  sk: '${environmentId}#${serviceId}',
  removal: [{ stage: 'CONNECTIONS' }],
  indexes: {
    byService: { index: 'gsi1', pk: 'T#${tenantId}#LIVE#SERVICE#${serviceId}', sk: '${environmentId}' },
  },
} as const;

export const liveStoreKeys = {
  pk: 'T#${tenantId}#LIVE_STORES',
  sk: '${serviceId}#${targetIntegrationId}',
  removal: [{ stage: 'CONNECTIONS' }],
  indexes: {
    byStore: { index: 'gsi1', pk: 'T#${tenantId}#LIVE_STORES#STORE#${targetIntegrationId}', sk: '${serviceId}' },
  },
} as const;
