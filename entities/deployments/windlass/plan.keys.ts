// Keys of what a deployment of Windlass has beside it, in its partition: its plan and its wait. And of the lock: one deployment at a time
// for a service in an environment.
import { deploymentKeys } from '../deployment.keys.ts';

export const planKeys = { pk: deploymentKeys.pk, sk: 'PLAN#${deploymentId}' } as const;
export const deploymentWaitKeys = { pk: deploymentKeys.pk, sk: 'WAIT#${deploymentId}' } as const;

export const deploymentLockKeys = {
  pk: 'T#${tenantId}#DEPLOYMENT_LOCKS',
  sk: '${environmentId}#${serviceId}',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;
