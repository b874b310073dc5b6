// Keys of services. A slug has a small item of its own: releases read it, hold it and count their uses on it, whatever the size of
// the service. Lists are newest first.
const removal = [{ stage: 'CONNECTIONS' }] as const;

export const serviceKeys = {
  pk: 'T#${tenantId}#SERVICES',
  sk: '${serviceId}',
  removal,
  indexes: {
    byOwner: { index: 'gsi1', pk: 'T#${tenantId}#SERVICES#OWNER#${ownerId}', sk: '${serviceId}' },
    byTeam: { index: 'gsi2', pk: 'T#${tenantId}#SERVICES#TEAM#${teamId}', sk: '${serviceId}' },
    byActivity: { index: 'gsi3', pk: 'T#${tenantId}#SERVICES#ACTIVE#${isActive}', sk: '${serviceId}' },
  },
} as const;

export const serviceSlugKeys = { pk: 'T#${tenantId}#SERVICE_SLUGS', sk: '${slug}', removal } as const;
export const serviceNameKeys = { pk: 'T#${tenantId}#SERVICE_NAMES', sk: '${name}', removal } as const;
