// Keys of targets, their environments by id, their names, sealed credentials and drifts. The targets of an environment stand together, so
// that one Query reads all of them; lists are newest first.
import { environmentKeys } from '../environment.keys.ts';

const removal = [{ stage: 'CONNECTIONS' }] as const;
const removalOfEnvironment = [{ stage: 'CONNECTIONS', of: environmentKeys.pk }] as const;

export const targetKeys = {
  pk: 'T#${tenantId}#ENVIRONMENT#${environmentId}#TARGETS',
  sk: '${targetId}',
  removal: removalOfEnvironment,
  indexes: {
    ofTenant: { index: 'gsi1', pk: 'T#${tenantId}#TARGETS', sk: '${targetId}' },
    byComponent: { index: 'gsi2', pk: 'T#${tenantId}#TARGETS#COMPONENT#${componentId}', sk: '${targetId}' },
    byType: { index: 'gsi3', pk: 'T#${tenantId}#TARGETS#TYPE#${type}', sk: '${targetId}' },
    byHealth: { index: 'gsi4', pk: 'T#${tenantId}#TARGETS#HEALTH#${healthStatus}', sk: '${targetId}' },
  },
} as const;

export const targetNameKeys = {
  pk: 'T#${tenantId}#ENVIRONMENT#${environmentId}#TARGET_NAMES',
  sk: '${name}',
  removal: removalOfEnvironment,
} as const;
export const targetPlaceKeys = { pk: 'T#${tenantId}#TARGET_PLACES', sk: '${targetId}', removal } as const;
export const targetSecretKeys = { pk: 'T#${tenantId}#TARGET_SECRETS', sk: '${targetId}', removal } as const;

/** The targets that drift, by the place whose deployment they no longer have. */
export const targetDriftKeys = {
  pk: 'T#${tenantId}#TARGET_DRIFTS',
  sk: '${environmentId}#${serviceId}#${targetId}',
  removal,
  indexes: {
    byService: {
      index: 'gsi1',
      pk: 'T#${tenantId}#TARGET_DRIFTS#SERVICE#${serviceId}',
      sk: '${environmentId}#${serviceId}#${targetId}',
    },
  },
} as const;
