// Keys of release notes: a partition per release, an item per locale.
export const releaseNotesKeys = {
  pk: 'T#${tenantId}#RELEASE_NOTES#${releaseId}',
  sk: '${locale}',
  removal: [{ stage: 'RELEASES' }],
} as const;
