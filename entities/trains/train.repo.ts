// Reads and writes of release trains. Writes are returned, not sent.
import { baseErrors } from '../_base/conflicts.ts';
import { isId, type TenantId } from '../_base/ids.ts';
import { type Page, type PageRequest, readPage } from '../_base/table/page.ts';
import { type Changes, deleteItem, putItem, type Table, updateItem, type Write } from '../_base/table/table.ts';
import { trainErrors } from './errors.ts';
import { createTrainEntity, type TrainItem } from './train.entity.ts';

export type TrainRepo = ReturnType<typeof createTrainRepo>;

export function createTrainRepo(whole: Table) {
  const { client, name } = whole;
  const train = createTrainEntity(name);
  const keyOf = ({ tenantId, trainId }: TrainItem) => ({ tenantId, trainId });

  async function find(tenantId: TenantId, trainId: string): Promise<TrainItem | undefined> {
    if (!isId(trainId)) return undefined;
    const { data } = await train.get({ tenantId, trainId }).go({ client, consistent: true });
    return data ?? undefined;
  }

  return {
    find,

    /** Throws `train.not_found`. */
    async get(tenantId: TenantId, trainId: string): Promise<TrainItem> {
      const found = await find(tenantId, trainId);
      if (!found) throw trainErrors.not_found();
      return found;
    },

    /** Newest first. */
    list(tenantId: TenantId, page: PageRequest): Promise<Page<TrainItem>> {
      const params = train.query.byId({ tenantId }).params({ order: 'desc' });
      return readPage(whole, params, page, (items) => items.map((Item) => train.parse({ Item }).data as TrainItem));
    },

    create: (item: TrainItem): Write => putItem(train.create(item).params(), baseErrors.conflict()),

    update(loaded: TrainItem, at: string, changes: Changes<TrainItem>): Write {
      const entries = Object.entries(changes);
      const set = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
      const remove = entries.flatMap(([field, value]) => (value === undefined ? [field] : []));
      const params = train
        .patch(keyOf(loaded))
        .set({ ...set, updatedAt: at, revision: loaded.revision + 1 })
        .remove(remove as never)
        .where(({ revision }, { eq }) => eq(revision, loaded.revision))
        .params();
      return updateItem(params, baseErrors.conflict());
    },

    remove: (loaded: TrainItem): Write =>
      deleteItem(
        train
          .remove(keyOf(loaded))
          .where(({ revision }, { eq }) => eq(revision, loaded.revision))
          .params(),
        baseErrors.conflict(),
      ),
  };
}
