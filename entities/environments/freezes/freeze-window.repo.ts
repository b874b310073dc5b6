// Reads and writes of freeze windows. Writes are returned for a transaction.
import { isId, type TenantId } from '../../_base/ids.ts';
import { counterOf } from '../../_base/table/counter.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import type { Changes, Table, Write } from '../../_base/table/table.ts';
import { freezeWindowErrors } from '../errors.ts';
import { type FreezeWindowItem, freezeWindowCountDefinition, freezeWindowDefinition } from './freeze-window.entity.ts';
import { type FreezeWindowFilter, MOST_WINDOWS, matchesFilter } from './freeze-window.model.ts';

export type FreezeWindowRepo = ReturnType<typeof createFreezeWindowRepo>;

export function createFreezeWindowRepo(table: Table) {
  const windows = itemsOf(table, freezeWindowDefinition);
  const counter = counterOf(table, freezeWindowCountDefinition, 'windowCount');
  return {
    /** Throws `freeze_window.not_found`. */
    async get(tenantId: TenantId, freezeWindowId: string): Promise<FreezeWindowItem> {
      if (!isId(freezeWindowId)) throw freezeWindowErrors.not_found();
      return windows.get({ tenantId, freezeWindowId }, freezeWindowErrors.not_found());
    },

    /** All windows of the tenant, at most MOST_WINDOWS. */
    all: (tenantId: TenantId): Promise<FreezeWindowItem[]> => windows.all({ tenantId }),

    /** Those that name the service. */
    ofService: async (tenantId: TenantId, slug: string): Promise<FreezeWindowItem[]> =>
      (await windows.all({ tenantId })).filter(({ services }) => services.includes(slug)),

    /** Newest first; a filtered page may be short. */
    list: (tenantId: TenantId, filter: FreezeWindowFilter, page: PageRequest): Promise<Page<FreezeWindowItem>> =>
      windows.page({ tenantId }, page, { newestFirst: true }, (item) => matchesFilter(item, filter), filter),

    /** Fails with `freeze_window.too_many`. */
    create: (item: FreezeWindowItem): Write[] => [
      windows.create(item),
      counter.up(
        { tenantId: item.tenantId },
        MOST_WINDOWS,
        freezeWindowErrors.too_many({ detail: `${MOST_WINDOWS} freeze windows exist; delete one first`, legal: [] }),
      ),
    ],

    update: (before: FreezeWindowItem, at: string, changes: Changes<FreezeWindowItem>): Write =>
      windows.change(before, at, changes),

    remove: (item: FreezeWindowItem): Write[] => [windows.remove(item), counter.down({ tenantId: item.tenantId })],
  };
}
