// Which part of a version the next one raises. Apart from version.model.ts, so that whoever names a kind alone does not bundle semver.

export const VERSION_BUMPS = ['MAJOR', 'MINOR', 'PATCH'] as const;
export type VersionBump = (typeof VERSION_BUMPS)[number];
