// Keys of deployments, of the names that others have for them, and of their metrics. An id says its shelf, so that a deployment is
// found by its id alone and no partition has all deployments of a tenant.
import { SHELVES } from '../_base/ids.ts';

const removal = [{ stage: 'CONNECTIONS', each: SHELVES }] as const;

export const deploymentKeys = {
  pk: 'T#${tenantId}#DEPLOYMENTS#${shelf}',
  sk: '${deploymentId}',
  removal,
  indexes: {
    byTime: { index: 'gsi1', pk: 'T#${tenantId}#DEPLOYMENTS#MONTH#${month}', sk: '${beganAt}#${deploymentId}' },
    byEnvironment: {
      index: 'gsi2',
      pk: 'T#${tenantId}#DEPLOYMENTS#ENVIRONMENT#${environmentId}',
      sk: '${beganAt}#${deploymentId}',
    },
    byService: {
      index: 'gsi3',
      pk: 'T#${tenantId}#DEPLOYMENTS#SERVICE#${serviceId}',
      sk: '${beganAt}#${deploymentId}',
    },
    byStatus: {
      index: 'gsi4',
      pk: 'T#${tenantId}#DEPLOYMENTS#STATUS#${status}#${month}',
      sk: '${beganAt}#${deploymentId}',
    },
  },
} as const;

/** One value per name and time: a fact that is recorded twice is one. */
export const metricKeys = {
  pk: deploymentKeys.pk,
  sk: 'METRIC#${deploymentId}#${recordedAt}#${name}',
} as const;

/** The output of a stage: lists read deployments without it. */
export const stageOutputKeys = { pk: deploymentKeys.pk, sk: 'OUTPUT#${deploymentId}#${stage}' } as const;

/** The name of a deployment at the system that reports it. */
export const deploymentSourceKeys = {
  pk: 'T#${tenantId}#DEPLOYMENT_SOURCES#${shelf}',
  sk: '${provider}#${repository}#${externalId}',
  removal,
} as const;

/** The deployments of a release. */
export const releaseDeploymentKeys = {
  pk: 'T#${tenantId}#RELEASE_DEPLOYMENTS#${releaseId}',
  sk: '${deploymentId}',
  removal: [{ stage: 'RELEASES' }],
} as const;
