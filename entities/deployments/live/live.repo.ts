// Reads and writes of what is live. Writes are returned for a transaction.
import { changedFields } from '../../_base/changes.ts';
import { firstStamps } from '../../_base/table/entity.ts';
import { itemsOf } from '../../_base/table/items.ts';
import { decodeCursor, encodeCursor, invalidCursor, type Page, type PageRequest } from '../../_base/table/page.ts';
import { removeItems, removePartition } from '../../_base/table/partition.ts';
import { readFirst } from '../../_base/table/reads.ts';
import type { Changes, Loose, Table, Write } from '../../_base/table/table.ts';
import { type LiveItem, liveDefinition } from './live.entity.ts';
import { liveRun } from './live.model.ts';

export type LiveRepo = ReturnType<typeof createLiveRepo>;

type Place = Pick<LiveItem, 'tenantId' | 'environmentId' | 'serviceId' | 'service'>;

export function createLiveRepo(table: Table) {
  const items = itemsOf(table, liveDefinition);

  return {
    find: ({ tenantId, environmentId, serviceId }: Place): Promise<LiveItem | undefined> =>
      items.find({ tenantId, environmentId, serviceId }),

    /** In the order of the environments; a page may be short. */
    list(
      tenantId: string,
      { environmentId, serviceId }: { environmentId?: string | undefined; serviceId?: string | undefined },
      page: PageRequest,
    ): Promise<Page<LiveItem>> {
      const keep = (item: LiveItem) =>
        item.isLive && (environmentId === undefined || item.environmentId === environmentId);
      if (serviceId !== undefined)
        return items.page({ tenantId, serviceId }, page, { index: 'byService' }, keep, { environmentId });
      return items.page({ tenantId, ...(environmentId && { environmentId }) }, page, {}, keep);
    },

    /** The same services of two environments, in the order of their ids; a page may be short. */
    async ofTwo(
      tenantId: string,
      environmentIds: readonly [string, string],
      { limit, cursor }: PageRequest,
    ): Promise<{ readonly items: readonly [LiveItem[], LiveItem[]]; readonly nextCursor: string | null }> {
      const binding = `${tenantId} ${environmentIds.join(' ')}`;
      const after = cursor === undefined ? '' : decodeCursor(binding, cursor).serviceId;
      if (typeof after !== 'string') throw invalidCursor();
      const read = (environmentId: string) => {
        // After the id, and before those that have it as their beginning, of which there are none.
        const between = [`${environmentId}#${after}!`, `${environmentId}#~`] as const;
        return items.all({ tenantId }, { between }, limit + 1);
      };
      const [one, two] = await Promise.all([read(environmentIds[0]), read(environmentIds[1])]);
      const ids = [...new Set([...one, ...two].map(({ serviceId }) => serviceId))].toSorted();
      const shown = new Set(ids.slice(0, limit));
      const last = ids.length > limit ? ids[limit - 1] : undefined;
      const within = (all: LiveItem[]) => all.filter(({ serviceId }) => shown.has(serviceId));
      return {
        items: [within(one), within(two)],
        nextCursor: last === undefined ? null : encodeCursor(binding, { serviceId: last }),
      };
    },

    /** Writes what changed, if anything. Conflicts if it has changed since `before` was read. `at` is ISO 8601. */
    keep(
      place: Place,
      before: LiveItem | undefined,
      known: Loose<Pick<LiveItem, 'recent' | 'takenDownAt'>>,
      at: string,
    ): Write[] {
      const fields = { ...known, isLive: liveRun(known) !== undefined };
      if (!before) return [items.create({ ...place, ...fields, ...firstStamps(liveDefinition, at) })];
      const changes = changedFields(before, fields) as Changes<LiveItem>;
      return Object.keys(changes).length === 0 ? [] : [items.change(before, at, changes)];
    },

    /** Forgets a service that was deleted. */
    async removeService(tenantId: string, serviceId: string): Promise<void> {
      const found = await readFirst(table, items.partitionOf({ tenantId, serviceId }, { index: 'byService' }));
      await removeItems(
        table,
        found.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
      );
    },

    /** Forgets an environment that was deleted. */
    async removeEnvironment(tenantId: string, environmentId: string): Promise<void> {
      const { pk, prefix } = items.partitionOf({ tenantId, environmentId });
      await removePartition(table, { pk, prefix });
    },
  };
}
