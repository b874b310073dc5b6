// The audit entry: an action on a resource, its actor and its source. Written in the transaction of the change, and never
// updated or deleted (IAM denies it to functions). Expires by time to live.
import { defineRecord, expiring, type ItemOf, json, optional, text } from '../_base/table/entity.ts';
import { AUDIT_ENTITY } from '../names.ts';
import { auditKeys } from './audit-entry.keys.ts';

export const auditEntryDefinition = defineRecord(AUDIT_ENTITY, auditKeys, {
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
