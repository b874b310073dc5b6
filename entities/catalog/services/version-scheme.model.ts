// The schemes by which the versions of a service are ordered. Imports nothing, so that files that only name one do not bundle semver.

export const VERSION_SCHEMES = ['SEMVER', 'CALVER', 'BUILD', 'OPAQUE'] as const;
export type VersionScheme = (typeof VERSION_SCHEMES)[number];
export const DEFAULT_SCHEME: VersionScheme = 'SEMVER';
