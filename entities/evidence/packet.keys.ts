// Keys of packets and of their chains. IAM lets functions put such items, and update or delete none: its condition looks for EVIDENCE in
// the partition key.
const expiring = [
  { stage: 'EXPIRING', because: 'no function may delete evidence; it expires after ten years, in the bucket too' },
] as const;

/** An id begins with the time of what the packet is about, and says its month. */
export const packetKeys = {
  pk: 'T#${tenantId}#EVIDENCE#PACKETS#${month}',
  sk: '${packetId}',
  removal: expiring,
  indexes: {
    byRelease: { index: 'gsi5', pk: 'T#${tenantId}#EVIDENCE#RELEASE#${releaseId}', sk: '${releaseNumber:9}' },
    bySubject: { index: 'gsi6', pk: 'T#${tenantId}#EVIDENCE#SUBJECT#${subjectId}', sk: '${packetId}' },
  },
} as const;

/** The packets of the tenant (chain TENANT), and those of a release (its id), by number: a number has one packet, so no chain has a fork. */
export const evidenceLinkKeys = {
  pk: 'T#${tenantId}#EVIDENCE#CHAIN#${chain}',
  sk: '${number:9}',
  removal: expiring,
} as const;
