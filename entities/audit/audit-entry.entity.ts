// The audit entry: what was done to which resource, by whom and from where. Written in the transaction of the change itself
// and never updated or deleted (functions are denied it by IAM); time to live is its retention.
import { Entity, type EntityItem } from 'electrodb';
import { TTL_ATTRIBUTE } from '../names.ts';
import { auditKeys } from './audit-entry.keys.ts';

const definition = {
  model: { entity: 'auditEntry', service: 'windlass', version: '1' },
  attributes: {
    tenantId: { type: 'string', required: true },
    entryId: { type: 'string', required: true },
    resourceType: { type: 'string', required: true },
    resourceId: { type: 'string', required: true },
    action: { type: 'string', required: true },
    actor: { type: 'any', required: true },
    at: { type: 'string', required: true },
    details: { type: 'any' },
    ip: { type: 'string' },
    userAgent: { type: 'string' },
    correlationId: { type: 'string', required: true },
    expiresAt: { type: 'number', required: true, field: TTL_ATTRIBUTE },
  },
  indexes: {
    byResource: {
      pk: {
        field: 'pk',
        casing: 'none',
        composite: ['tenantId', 'resourceType', 'resourceId'],
        template: auditKeys.pk,
      },
      sk: { field: 'sk', casing: 'none', composite: ['entryId'], template: auditKeys.sk },
    },
  },
} as const;

export const createAuditEntryEntity = (table: string) => new Entity(definition, { table });
export type AuditEntryItem = EntityItem<ReturnType<typeof createAuditEntryEntity>>;
