// Key of what a release was made for, e.g. `TRAIN#<train>#<departure>`.
export const releaseOriginKeys = { pk: 'T#${tenantId}#RELEASE_ORIGIN#${origin}', sk: 'RELEASE_ORIGIN' } as const;
