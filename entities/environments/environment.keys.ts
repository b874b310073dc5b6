// Keys of environments, the sentinels of their names, and the emergency stop of all. Lists are in the order of promotion.
const removal = [{ stage: 'CONNECTIONS' }] as const;

export const environmentKeys = {
  pk: 'T#${tenantId}#ENVIRONMENTS',
  sk: '${environmentId}',
  removal,
  indexes: {
    byPlace: { index: 'gsi1', pk: 'T#${tenantId}#ENVIRONMENTS', sk: '${place:6}#${environmentId}' },
    byTier: { index: 'gsi2', pk: 'T#${tenantId}#ENVIRONMENTS#TIER#${tier}', sk: '${place:6}#${environmentId}' },
    byStop: {
      index: 'gsi3',
      pk: 'T#${tenantId}#ENVIRONMENTS#STOPPED#${isStopped}',
      sk: '${place:6}#${environmentId}',
    },
    byAutoPromote: {
      index: 'gsi4',
      pk: 'T#${tenantId}#ENVIRONMENTS#AUTO_PROMOTE#${autoPromote}',
      sk: '${place:6}#${environmentId}',
    },
  },
} as const;

/** The versions of the approval policy of an environment. They outlive it, since decisions name them. */
export const approvalPolicyKeys = {
  pk: 'T#${tenantId}#APPROVAL_POLICIES',
  sk: '${environmentId}#${version:6}',
  removal,
} as const;

export const environmentNameKeys = { pk: 'T#${tenantId}#ENVIRONMENT_NAMES', sk: '${name}', removal } as const;
export const emergencyStopKeys = { pk: 'T#${tenantId}#EMERGENCY_STOP', sk: 'STOP', removal } as const;
