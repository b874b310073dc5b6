// Keys of audit entries: as written with the change, and sealed. IAM lets functions put such items, and update or delete none:
// its condition looks for AUDIT in the partition key. Only the sealer may put below SEALED.

const expiring = [
  { stage: 'EXPIRING', because: 'no function may delete an audit entry; they expire after three years' },
] as const;

export const auditKeys = {
  pk: 'T#${tenantId}#AUDIT#${resourceType}#${resourceId}',
  sk: '${entryId}',
  removal: expiring,
} as const;

/** The chain, in spans of many entries each. Ids begin with the time, so lists by id are lists by time. */
export const sealedEntryKeys = {
  pk: 'T#${tenantId}#AUDIT#SEALED#CHAIN#${span}',
  sk: '${seq:12}',
  removal: expiring,
  indexes: {
    byResource: { index: 'gsi5', pk: 'T#${tenantId}#AUDIT#RESOURCE#${resourceId}', sk: '${entryId}' },
    byActor: { index: 'gsi6', pk: 'T#${tenantId}#AUDIT#ACTOR#${actorId}#${month}', sk: '${entryId}' },
  },
} as const;

/** The same entry once more, for further lists. An entry has one at most, which makes it part of the chain only once. */
export const loggedEntryKeys = {
  pk: 'T#${tenantId}#AUDIT#SEALED#LOG#${month}',
  sk: '${entryId}',
  removal: expiring,
  indexes: {
    byType: { index: 'gsi5', pk: 'T#${tenantId}#AUDIT#TYPE#${resourceType}#${month}', sk: '${entryId}' },
    byAction: { index: 'gsi6', pk: 'T#${tenantId}#AUDIT#ACTION#${action}#${month}', sk: '${entryId}' },
  },
} as const;

export const actorsEntryKeys = {
  pk: 'T#${tenantId}#AUDIT#SEALED#ACTOR_TYPE#${actorId}#${resourceType}#${month}',
  sk: '${entryId}',
  removal: expiring,
  indexes: {
    byAction: { index: 'gsi5', pk: 'T#${tenantId}#AUDIT#ACTOR_ACTION#${actorId}#${action}#${month}', sk: '${entryId}' },
  },
} as const;

export const auditHeadKeys = {
  pk: 'T#${tenantId}#AUDIT#SEALED#HEADS',
  sk: '${seq:12}',
  removal: [{ stage: 'EXPIRING', because: 'as the entries; heads expire after ten years' }],
} as const;
