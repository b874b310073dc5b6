// Reads and writes of regression cycles. Writes are returned for a transaction that also changes the release: its revision excludes two
// changes at the same time.
import type { TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import type { Changes, Table, Write } from '../../_base/table/table.ts';
import { type RegressionCycleItem, regressionCycleDefinition } from './regression-cycle.entity.ts';

type CycleChanges = Pick<
  Changes<RegressionCycleItem>,
  'status' | 'closedAt' | 'signedOffBy' | 'headSha' | 'commits' | 'builds'
>;

export function createRegressionCycleRepo(table: Table) {
  const cycles = itemsOf(table, regressionCycleDefinition);
  return {
    create: (item: RegressionCycleItem): Write => cycles.create(item),

    update: (loaded: RegressionCycleItem, at: string, changes: CycleChanges): Write =>
      cycles.change(loaded, at, changes),

    get: (tenantId: string, releaseId: string, cycle: number): Promise<RegressionCycleItem | undefined> =>
      cycles.find({ tenantId, releaseId, cycle }),

    /** Newest first. */
    list: (tenantId: TenantId, releaseId: string, page: PageRequest): Promise<Page<RegressionCycleItem>> =>
      cycles.page({ tenantId, releaseId }, page, { newestFirst: true }),

    /** All cycles, oldest first: a release has a handful. */
    all: (tenantId: string, releaseId: string): Promise<RegressionCycleItem[]> => cycles.all({ tenantId, releaseId }),
  };
}
