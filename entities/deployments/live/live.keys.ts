// Keys of what is live: one item for each service of an environment.
export const liveKeys = {
  pk: 'T#${tenantId}#LIVE',
  sk: '${environmentId}#${serviceId}',
  removal: [{ stage: 'CONNECTIONS' }],
  indexes: {
    byService: { index: 'gsi1', pk: 'T#${tenantId}#LIVE#SERVICE#${serviceId}', sk: '${environmentId}' },
  },
} as const;
