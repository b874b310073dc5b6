// Keys of releases and what belongs to one. A release, its targets and pipelines share a partition: one Query reads them.
export const releaseKeys = { pk: 'T#${tenantId}#RELEASE#${releaseId}', sk: 'RELEASE' } as const;
export const releaseTargetKeys = { pk: releaseKeys.pk, sk: 'TARGET#${targetIntegrationId}' } as const;
export const releasePipelineKeys = { pk: releaseKeys.pk, sk: 'PIPELINE#${pipelineIntegrationId}' } as const;

/** The unique releaseKey. It also carries the list entries whose values never change. */
export const releaseListingKeys = { pk: 'T#${tenantId}#RELEASE_KEY#${releaseKey}', sk: 'RELEASE_KEY' } as const;

/**
 * The names, in the place of a releaseKey, that hold a version of a service: the default key, and others that no key can be, for a release
 * with a key of its own while the first is held by one that was cancelled.
 */
export const versionNames = (service: string, version: string): readonly string[] =>
  ['', '~2', '~3'].map((suffix) => `${service}@${version}${suffix}`);

/** Hotfixes of a service that are under way, and the releases that wait for them. */
export const ongoingHotfixKeys = { pk: 'T#${tenantId}#HOTFIX#${service}', sk: 'HOTFIX#${releaseId}' } as const;
export const heldReleaseKeys = { pk: ongoingHotfixKeys.pk, sk: 'HELD#${releaseId}' } as const;

/** Which release a store is being handed. */
export const storeTurnKeys = { pk: 'T#${tenantId}#STORE_TURN#${targetIntegrationId}', sk: 'STORE_TURN' } as const;

/** Regression cycles, in the order of their numbers. */
export const regressionCycleKeys = { pk: 'T#${tenantId}#REGRESSION#${releaseId}', sk: 'CYCLE#${cycle}' } as const;

/** The wait of the running execution, with its task token. */
export const releaseWaitKeys = { pk: 'T#${tenantId}#RELEASE_WAIT#${releaseId}', sk: 'WAIT' } as const;

/** Which releases use an integration. */
export const integrationUseKeys = { pk: 'T#${tenantId}#USES#${integrationId}', sk: '${releaseId}' } as const;

/** Which releases a branch, or the address of a build in its place, belongs to: by it CI events find theirs. */
export const releaseBranchKeys = { pk: 'T#${tenantId}#BRANCH#${branch}', sk: '${releaseId}' } as const;

/** Stands in the place of a branch; git allows no branch a space. */
export const placeOfBuild = (buildUrl: string): string => `build ${buildUrl}`;
