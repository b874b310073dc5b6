// The audit entry: what was done to which resource, by whom and from where. Written in the transaction of the change itself
// and never updated or deleted (functions are denied it by IAM); time to live is its retention.
import { defineRecord, expiring, type ItemOf, json, optional, text } from '../_base/table/entity.ts';
import { auditKeys } from './audit-entry.keys.ts';

export const auditEntryDefinition = defineRecord('auditEntry', auditKeys, {
  entryId: text,
  resourceType: text,
  resourceId: text,
  action: text,
  actor: json,
  at: text,
  details: optional(json),
  ip: optional(text),
  userAgent: optional(text),
  correlationId: text,
  ...expiring,
});

export type AuditEntryItem = ItemOf<typeof auditEntryDefinition>;
