// Keys of the contents of releases: commits, by the first four digits of their sha, and tickets. A search knows where to look.
export const releaseContentKeys = {
  pk: 'T#${tenantId}#CONTENT#${start}',
  sk: '${word}#${releaseId}',
  removal: [{ stage: 'EXPIRING', because: 'named by a commit or ticket, of which there is no list; two years' }],
} as const;
