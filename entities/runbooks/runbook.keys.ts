// Keys of runbooks, their revisions, and the listings by which they are found. A listing's sort key begins with its facet
// (runbook.model.ts), so that every filter is a Query.
const pk = 'T#${tenantId}#RUNBOOKS';
export const runbookKeys = { pk, sk: '${runbookId}', removal: [{ stage: 'CONNECTIONS' }] } as const;
export const runbookListingKeys = {
  pk: 'T#${tenantId}#RUNBOOK_LISTINGS',
  sk: '${facet}#${runbookId}',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;
export const runbookRevisionKeys = {
  pk: 'T#${tenantId}#RUNBOOK_REVISIONS#${runbookId}',
  sk: '${number:6}',
  removal: [{ stage: 'CONNECTIONS', of: pk }],
} as const;
/** Apart from the revisions, so that their list does not read contents. */
export const runbookContentKeys = {
  pk: 'T#${tenantId}#RUNBOOK_CONTENTS#${runbookId}',
  sk: '${number:6}',
  removal: [{ stage: 'CONNECTIONS', of: pk }],
} as const;
