// A sealed audit entry, as often as its lists need it, and the signed heads of a tenant's chain. Written once by the sealer.
import { defineRecord, expiring, type ItemOf, number, optional, text } from '../_base/table/entity.ts';
import { actorsEntryKeys, auditHeadKeys, loggedEntryKeys, sealedEntryKeys } from './audit-entry.keys.ts';

const attributes = {
  seq: number,
  entryId: text,
  at: text,
  actorType: text,
  actorId: text,
  actorName: text,
  action: text,
  resourceType: text,
  resourceId: text,
  /** JSON, as it is hashed. */
  details: optional(text),
  ip: optional(text),
  userAgent: optional(text),
  correlationId: text,
  previousHash: text,
  hash: text,
  month: text,
  span: number,
  ...expiring,
};

export const sealedEntryDefinition = defineRecord('sealedAuditEntry', sealedEntryKeys, attributes);
export const loggedEntryDefinition = defineRecord('loggedAuditEntry', loggedEntryKeys, attributes);
export const actorsEntryDefinition = defineRecord('actorsAuditEntry', actorsEntryKeys, attributes);

export const auditHeadDefinition = defineRecord('auditHead', auditHeadKeys, {
  seq: number,
  hash: text,
  /** The time of sealing; never before that of the head before. */
  at: text,
  /** The month of the oldest entry that was ever sealed: lists end there. */
  since: text,
  keyId: text,
  /** DER in base64. */
  signature: text,
  ...expiring,
});

export type SealedEntryItem = ItemOf<typeof sealedEntryDefinition>;
export type AuditHeadItem = ItemOf<typeof auditHeadDefinition>;
