// Reads and writes of release trains. Writes are returned for a transaction.
import { isId, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import type { Changes, Table, Write } from '../_base/table/table.ts';
import { trainErrors } from './errors.ts';
import { type TrainItem, trainDefinition } from './train.entity.ts';

export type TrainRepo = ReturnType<typeof createTrainRepo>;

export function createTrainRepo(table: Table) {
  const trains = itemsOf(table, trainDefinition);
  const find = async (tenantId: TenantId, trainId: string): Promise<TrainItem | undefined> =>
    isId(trainId) ? trains.find({ tenantId, trainId }) : undefined;

  return {
    find,

    /** Throws `train.not_found`. */
    async get(tenantId: TenantId, trainId: string): Promise<TrainItem> {
      const found = await find(tenantId, trainId);
      if (!found) throw trainErrors.not_found();
      return found;
    },

    /** Newest first. */
    list: (tenantId: TenantId, page: PageRequest): Promise<Page<TrainItem>> =>
      trains.page({ tenantId }, page, { newestFirst: true }),

    /** The trains of a service. Reads all trains of the tenant, a bounded set. */
    ofService: async (tenantId: TenantId, slug: string): Promise<TrainItem[]> =>
      (await trains.all({ tenantId })).filter(({ service }) => service === slug),

    create: (item: TrainItem): Write => trains.create(item),

    update: (loaded: TrainItem, at: string, changes: Changes<TrainItem>): Write => trains.change(loaded, at, changes),

    remove: (loaded: TrainItem): Write => trains.remove(loaded),
  };
}
