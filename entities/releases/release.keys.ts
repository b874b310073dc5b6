// Keys of releases and what belongs to one. A release, its targets and pipelines share a partition: one Query reads them.
import { integrationKeys } from '../integrations/integration.keys.ts';

export const releaseKeys = {
  pk: 'T#${tenantId}#RELEASE#${releaseId}',
  sk: 'RELEASE',
  removal: [{ stage: 'RELEASES' }],
  indexes: {
    byStatus: { index: 'gsi1', pk: 'T#${tenantId}#RELEASES#STATUS#${status}', sk: '${releaseId}' },
  },
} as const;
export const releaseTargetKeys = { pk: releaseKeys.pk, sk: 'TARGET#${targetIntegrationId}' } as const;
export const releasePipelineKeys = { pk: releaseKeys.pk, sk: 'PIPELINE#${pipelineIntegrationId}' } as const;

/** The unique releaseKey. It also carries the list entries whose values never change. */
export const releaseListingKeys = {
  pk: 'T#${tenantId}#RELEASE_KEY#${releaseKey}',
  sk: 'RELEASE_KEY',
  removal: [{ stage: 'RELEASES' }],
  indexes: {
    all: { index: 'gsi1', pk: 'T#${tenantId}#${shelf}', sk: '${releaseId}' },
    byService: { index: 'gsi2', pk: 'T#${tenantId}#${shelf}#SERVICE#${service}', sk: '${releaseId}' },
    byVersion: { index: 'gsi3', pk: 'T#${tenantId}#${shelf}#VERSION#${version}', sk: '${releaseId}' },
    byType: { index: 'gsi4', pk: 'T#${tenantId}#${shelf}#TYPE#${releaseType}', sk: '${releaseId}' },
  },
} as const;

/**
 * The names, in the place of a releaseKey, that hold a version of a service: the default key, and others that no key can be, for a release
 * with a key of its own while the first is held by one that was cancelled.
 */
export const versionNames = (service: string, version: string): readonly string[] =>
  ['', '~2', '~3'].map((suffix) => `${service}@${version}${suffix}`);

/** Hotfixes of a service that are under way, and the releases that wait for them. */
export const ongoingHotfixKeys = {
  pk: 'T#${tenantId}#HOTFIX#${service}',
  sk: 'HOTFIX#${releaseId}',
  removal: [{ stage: 'RELEASES' }],
} as const;
export const heldReleaseKeys = { pk: ongoingHotfixKeys.pk, sk: 'HELD#${releaseId}' } as const;

/** Which release a store is being handed. */
export const storeTurnKeys = {
  pk: 'T#${tenantId}#STORE_TURN#${targetIntegrationId}',
  sk: 'STORE_TURN',
  removal: [{ stage: 'CONNECTIONS', of: integrationKeys.pk }],
} as const;

/** Regression cycles, in the order of their numbers. */
export const regressionCycleKeys = {
  pk: 'T#${tenantId}#REGRESSION#${releaseId}',
  sk: 'CYCLE#${cycle:6}',
  removal: [{ stage: 'RELEASES' }],
} as const;

/** The wait of the running execution, with its task token. */
export const releaseWaitKeys = {
  pk: 'T#${tenantId}#RELEASE_WAIT#${releaseId}',
  sk: 'WAIT',
  removal: [{ stage: 'RELEASES' }],
} as const;

/** Which releases use an integration. */
export const integrationUseKeys = {
  pk: 'T#${tenantId}#USES#${integrationId}',
  sk: '${releaseId}',
  removal: [{ stage: 'CONNECTIONS', of: integrationKeys.pk }],
} as const;

/** Which releases a branch, or the address of a build in its place, belongs to: by it CI events find theirs. */
export const releaseBranchKeys = {
  pk: 'T#${tenantId}#BRANCH#${branch}',
  sk: '${releaseId}',
  removal: [{ stage: 'RELEASES' }],
} as const;

/** Stands in the place of a branch; git allows no branch a space. */
export const placeOfBuild = (buildUrl: string): string => `build ${buildUrl}`;
