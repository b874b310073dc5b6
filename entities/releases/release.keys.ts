// Keys of a release and its parts. A release, its targets and its pipelines share a partition, so that one Query reads them.
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

/** Makes the releaseKey unique, and is in the indexes whose values never change. */
export const releaseListingKeys = {
  pk: 'T#${tenantId}#RELEASE_KEY#${releaseKey}',
  sk: 'RELEASE_KEY',
  removal: [{ stage: 'RELEASES' }],
  indexes: {
    all: { index: 'gsi1', pk: 'T#${tenantId}#${shelf}', sk: '${releaseId}' },
    byService: { index: 'gsi2', pk: 'T#${tenantId}#${shelf}#SERVICE#${service}', sk: '${releaseId}' },
    byVersion: { index: 'gsi3', pk: 'T#${tenantId}#${shelf}#VERSION#${version}', sk: '${releaseId}' },
    /** By the beginning of their keys. */
    byKey: { index: 'gsi5', pk: 'T#${tenantId}#RELEASE_KEYS', sk: '${releaseKey}' },
    byType: { index: 'gsi4', pk: 'T#${tenantId}#${shelf}#TYPE#${releaseType}', sk: '${releaseId}' },
  },
} as const;

/**
 * The listings that can hold a version of a service: the default releaseKey, and two names that cannot be a releaseKey. A release with a
 * key of its own holds its version by the first free one; a cancelled release may still hold the others.
 */
export const versionNames = (service: string, version: string): readonly string[] =>
  ['', '~2', '~3'].map((suffix) => `${service}@${version}${suffix}`);

/** The ongoing hotfixes of a service, and the releases that wait for them. */
export const ongoingHotfixKeys = {
  pk: 'T#${tenantId}#HOTFIX#${service}',
  sk: 'HOTFIX#${releaseId}',
  removal: [{ stage: 'RELEASES' }],
} as const;
export const heldReleaseKeys = { pk: ongoingHotfixKeys.pk, sk: 'HELD#${releaseId}' } as const;

/** The release that is being submitted to a store. */
export const storeTurnKeys = {
  pk: 'T#${tenantId}#STORE_TURN#${targetIntegrationId}',
  sk: 'STORE_TURN',
  removal: [{ stage: 'CONNECTIONS', of: integrationKeys.pk }],
} as const;

/** The regression cycles of a release, by number. */
export const regressionCycleKeys = {
  pk: 'T#${tenantId}#REGRESSION#${releaseId}',
  sk: 'CYCLE#${cycle:6}',
  removal: [{ stage: 'RELEASES' }],
} as const;

/** The people behind the commits of a release. */
export const releaseAuthorsKeys = { pk: regressionCycleKeys.pk, sk: 'AUTHORS' } as const;

/** The wait of the workflow, with its task token. */
export const releaseWaitKeys = {
  pk: 'T#${tenantId}#RELEASE_WAIT#${releaseId}',
  sk: 'WAIT',
  removal: [{ stage: 'RELEASES' }],
} as const;

/** The releases that use an integration. */
export const integrationUseKeys = {
  pk: 'T#${tenantId}#USES#${integrationId}',
  sk: '${releaseId}',
  removal: [{ stage: 'CONNECTIONS', of: integrationKeys.pk }],
} as const;

/** The releases of a branch, or of the address of a build. CI events find their release by it. */
export const releaseBranchKeys = {
  pk: 'T#${tenantId}#BRANCH#${branch}',
  sk: '${releaseId}',
  removal: [{ stage: 'RELEASES' }],
} as const;

/** Services write an address with and without slashes at its end, and its host in any case. */
const usual = (url: string): string => (URL.parse(url)?.href ?? url).replace(/\/+$/, '');

/** Used instead of a branch; no branch of git has a space. The same for all spellings of an address. */
export const placeOfBuild = (buildUrl: string): string => `build ${usual(buildUrl)}`;

export const isSameBuild = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && placeOfBuild(one) === placeOfBuild(other);
