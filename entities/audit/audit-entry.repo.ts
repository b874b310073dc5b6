// Writes and reads of audit entries: append and query by resource, nothing else.
import { baseErrors } from '../_base/conflicts.ts';
import type { Actor } from '../_base/events.ts';
import { newId, type TenantId } from '../_base/ids.ts';
import { type Page, type PageRequest, readPage } from '../_base/table/page.ts';
import { putItem, type Table, type Write } from '../_base/table/table.ts';
import { RETENTION_DAYS } from '../names.ts';
import { type AuditEntryItem, createAuditEntryEntity } from './audit-entry.entity.ts';

const SECONDS_A_DAY = 86_400;

export interface AuditRecord {
  readonly tenantId: TenantId;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly action: string;
  readonly actor: Actor;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly correlationId: string;
  /** Before and after where it helps; secrets are redacted by whoever makes it. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly ip?: string;
  readonly userAgent?: string;
}

export function createAuditRepo(table: Table) {
  const entity = createAuditEntryEntity(table.name);
  return {
    append({ at, ...record }: AuditRecord): Write {
      return putItem(
        entity
          .create({
            ...record,
            entryId: newId<'AuditEntry'>(),
            at: new Date(at).toISOString(),
            expiresAt: Math.floor(at / 1000) + RETENTION_DAYS.audit * SECONDS_A_DAY,
          })
          .params(),
        baseErrors.conflict(),
      );
    },

    /** The audit entries of one resource, newest first, that are still retained at `now` (epoch milliseconds). */
    listByResource(
      tenantId: TenantId,
      resource: { readonly type: string; readonly id: string },
      page: PageRequest,
      now: number,
    ): Promise<Page<AuditEntryItem>> {
      const query = entity.query.byResource({ tenantId, resourceType: resource.type, resourceId: resource.id });
      const parse = (items: Record<string, unknown>[]) =>
        entity.parse({ Items: items }).data.filter((entry) => entry.expiresAt * 1000 > now);
      return readPage(table, query.params({ order: 'desc' }), page, parse);
    },
  };
}
export type AuditRepo = ReturnType<typeof createAuditRepo>;
