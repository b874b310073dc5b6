// Writes of audit entries, in the transaction of the change; without ElectroDB, as the authorizer writes them too.
import type { Actor } from '../_base/events.ts';
import { newId, type TenantId } from '../_base/ids.ts';
import { storedItem } from '../_base/table/entity.ts';
import { ABSENT, putItem, type Table, type Write } from '../_base/table/table.ts';
import { expiryOf, isoOf } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { auditEntryDefinition } from './audit-entry.entity.ts';

export interface AuditRecord {
  readonly tenantId: TenantId;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly action: string;
  readonly actor: Actor;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly correlationId: string;
  /** Values before and after, if useful; the caller redacts secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly ip?: string;
  readonly userAgent?: string;
}

/** The write that puts the entry into the transaction of its change. */
export function auditWrite(table: Pick<Table, 'name'>, { at, ...record }: AuditRecord): Write {
  const expiresAtEpoch = expiryOf(at, RETENTION_DAYS.audit);
  const entry = { ...record, entryId: newId<'AuditEntry'>(at), at: isoOf(at), expiresAtEpoch };
  return putItem(table, storedItem(auditEntryDefinition, entry), ABSENT);
}
