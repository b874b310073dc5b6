// Words of the catalog that definitions and models share. Imports nothing.

/** The schemes by which the versions of a service are ordered. */
export const VERSION_SCHEMES = ['SEMVER', 'CALVER', 'BUILD', 'OPAQUE'] as const;
export type VersionScheme = (typeof VERSION_SCHEMES)[number];
export const DEFAULT_SCHEME: VersionScheme = 'SEMVER';

/** Providers of repositories. */
export const PROVIDERS = ['github', 'gitlab', 'bitbucket'] as const;

/** API: a request. REFRESH: the registry was read on request. WEBHOOK: the registry reported it. */
export const MOVE_SOURCES = ['API', 'REFRESH', 'WEBHOOK'] as const;
export type MoveSource = (typeof MOVE_SOURCES)[number];

/** The kinds of version bump of SEMVER; the other schemes have one next version or none. */
export const VERSION_BUMPS = ['MAJOR', 'MINOR', 'PATCH'] as const;
export type VersionBump = (typeof VERSION_BUMPS)[number];

const TAG = /^\w[\w.-]{0,127}$/;
/** True for a tag of an image, by the OCI distribution specification. */
export const isTag = (text: string): boolean => TAG.test(text);
