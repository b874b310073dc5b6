// Reads and writes of what is live in stores. Its writes are sent alone.
import { baseErrors } from '../../../_base/conflicts.ts';
import { firstStamps } from '../../../_base/table/entity.ts';
import { itemsOf } from '../../../_base/table/items.ts';
import type { Page, PageRequest } from '../../../_base/table/page.ts';
import { removeItems, removePartition } from '../../../_base/table/partition.ts';
import { readFirst } from '../../../_base/table/reads.ts';
import type { Table } from '../../../_base/table/table.ts';
import { type LiveStoreItem, liveStoreDefinition, type StoreVersion } from './live-store.entity.ts';

export type LiveStoreRepo = ReturnType<typeof createLiveStoreRepo>;

type Place = Pick<LiveStoreItem, 'tenantId' | 'serviceId' | 'service' | 'targetIntegrationId'>;

export function createLiveStoreRepo(table: Table) {
  const items = itemsOf(table, liveStoreDefinition);

  return {
    find: ({ tenantId, serviceId, targetIntegrationId }: Place): Promise<LiveStoreItem | undefined> =>
      items.find({ tenantId, serviceId, targetIntegrationId }),

    /** In the order of the services; a page may be short. */
    list(
      tenantId: string,
      { serviceId, targetIntegrationId }: { serviceId?: string | undefined; targetIntegrationId?: string | undefined },
      page: PageRequest,
    ): Promise<Page<LiveStoreItem>> {
      const keep = (item: LiveStoreItem) =>
        item.isLive && (targetIntegrationId === undefined || item.targetIntegrationId === targetIntegrationId);
      if (serviceId !== undefined) return items.page({ tenantId, serviceId }, page, {}, keep);
      if (targetIntegrationId === undefined) return items.page({ tenantId }, page, {}, keep);
      return items.page({ tenantId, targetIntegrationId }, page, { index: 'byStore' }, keep);
    },

    /** Throws `request.conflict` if it has changed since `before` was read. `at` is ISO 8601. */
    async keep(
      place: Place,
      before: LiveStoreItem | undefined,
      recent: readonly StoreVersion[],
      at: string,
    ): Promise<void> {
      const fields = { recent: [...recent], isLive: recent.length > 0 };
      const write = before
        ? items.change(before, at, fields)
        : items.create({ ...place, ...fields, ...firstStamps(liveStoreDefinition, at) });
      if (!(await items.send(write))) throw baseErrors.conflict();
    },

    /** Forgets a service that was deleted. */
    async removeService(tenantId: string, serviceId: string): Promise<void> {
      const { pk, prefix } = items.partitionOf({ tenantId, serviceId });
      await removePartition(table, { pk, prefix });
    },

    /** Forgets a store whose integration was deleted. */
    async removeStore(tenantId: string, targetIntegrationId: string): Promise<void> {
      const found = await readFirst(table, items.partitionOf({ tenantId, targetIntegrationId }, { index: 'byStore' }));
      await removeItems(
        table,
        found.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
      );
    },
  };
}
