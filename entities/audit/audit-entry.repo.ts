// Reads of audit entries by resource. They are written by audit-entry.store.ts.
import type { TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import type { Table } from '../_base/table/table.ts';
import { type AuditEntryItem, auditEntryDefinition } from './audit-entry.entity.ts';

export type AuditRepo = ReturnType<typeof createAuditRepo>;

export function createAuditRepo(table: Table) {
  const entries = itemsOf(table, auditEntryDefinition);
  return {
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
