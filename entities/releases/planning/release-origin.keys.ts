// Key of the origin of a release, e.g. `TRAIN#<train>#<departure>`.
export const releaseOriginKeys = {
  pk: 'T#${tenantId}#RELEASE_ORIGIN#${origin}',
  sk: 'RELEASE_ORIGIN',
  removal: [{ stage: 'EXPIRING', because: 'named by a departure, of which there is no list; 400 days' }],
} as const;
