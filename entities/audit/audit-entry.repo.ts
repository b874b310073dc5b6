// Writes and reads of audit entries: append, and query by resource.
import type { Actor } from '../_base/events.ts';
import { newId, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { expiryOf, isoOf } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { type AuditEntryItem, auditEntryDefinition } from './audit-entry.entity.ts';

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

export type AuditRepo = ReturnType<typeof createAuditRepo>;

export function createAuditRepo(table: Table) {
  const entries = itemsOf(table, auditEntryDefinition);
  return {
    append({ at, ...record }: AuditRecord): Write {
      const expiresAtEpoch = expiryOf(at, RETENTION_DAYS.audit);
      return entries.create({ ...record, entryId: newId<'AuditEntry'>(at), at: isoOf(at), expiresAtEpoch });
    },

    /** The audit entries of one resource that have not expired at `now` (epoch milliseconds), newest first. */
    listByResource: (
      tenantId: TenantId,
      { type: resourceType, id: resourceId }: { readonly type: string; readonly id: string },
      page: PageRequest,
      now: number,
    ): Promise<Page<AuditEntryItem>> =>
      entries.page(
        { tenantId, resourceType, resourceId },
        page,
        { newestFirst: true },
        (entry) => entry.expiresAtEpoch * 1000 > now,
      ),
  };
}
