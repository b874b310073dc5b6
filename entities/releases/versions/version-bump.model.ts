// The kinds of version bump. They are not in version.model.ts, so that files that only name a kind do not bundle semver.

export const VERSION_BUMPS = ['MAJOR', 'MINOR', 'PATCH'] as const;
export type VersionBump = (typeof VERSION_BUMPS)[number];
