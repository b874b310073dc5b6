// Reads and writes of regression cycles. Writes are returned, not sent; the release's own revision, which every change of a
// cycle raises too, keeps two of them from happening at once.
import { baseErrors } from '../../_base/conflicts.ts';
import type { TenantId } from '../../_base/ids.ts';
import { type Page, type PageRequest, readPage } from '../../_base/table/page.ts';
import { putItem, type Table, updateItem, type Write } from '../../_base/table/table.ts';
import { createRegressionCycleEntity, type RegressionCycleItem } from './regression-cycle.entity.ts';

type CycleChanges = {
  [Name in 'status' | 'closedAt' | 'signedOffBy' | 'headSha' | 'commits' | 'builds']?: NonNullable<
    RegressionCycleItem[Name]
  >;
};

export function createRegressionCycleRepo(table: Table) {
  const entity = createRegressionCycleEntity(table.name);
  const { client } = table;
  return {
    create: (item: RegressionCycleItem): Write => putItem(entity.create(item).params(), baseErrors.conflict()),

    update({ tenantId, releaseId, cycle, revision }: RegressionCycleItem, changes: CycleChanges): Write {
      const set: Record<string, unknown> = { ...changes, revision: revision + 1 };
      const params = entity
        .patch({ tenantId, releaseId, cycle })
        .set(set)
        .where((attribute, { eq }) => eq(attribute.revision, revision))
        .params();
      return updateItem(params, baseErrors.conflict());
    },

    /** Undefined for a cycle that began before cycles were kept. */
    async get(tenantId: string, releaseId: string, cycle: number): Promise<RegressionCycleItem | undefined> {
      const { data } = await entity.get({ tenantId, releaseId, cycle }).go({ client, consistent: true });
      return data ?? undefined;
    },

    /** Newest first. */
    list(tenantId: TenantId, releaseId: string, page: PageRequest): Promise<Page<RegressionCycleItem>> {
      const query = entity.query.byRelease({ tenantId, releaseId }).params({ order: 'desc' });
      return readPage(table, query, page, (items) => entity.parse({ Items: items }).data);
    },

    /** All of them, oldest first: a release has a handful. */
    async all(tenantId: string, releaseId: string): Promise<RegressionCycleItem[]> {
      const query = entity.query.byRelease({ tenantId, releaseId });
      const { data } = await query.go({ client, consistent: true, pages: 'all' });
      return data;
    },
  };
}
