// Releases of a tenant that was deleted, each with all that is about it, whatever its status. Nothing happens to them any more, so
// that no condition is needed; an entry in the list goes last, by which an interrupted removal is found again.
import { itemsOf } from '../../_base/table/items.ts';
import { fillKey, type Key } from '../../_base/table/keys.ts';
import { removeItems, removePartition } from '../../_base/table/partition.ts';
import { readOne, walk } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { notificationKeys, threadKeys } from '../../notifications/notification.keys.ts';
import { releaseDefinition, releaseListingDefinition } from '../release.entity.ts';
import { createReleaseRemainsRepo } from './release-remains.repo.ts';

/** Releases that are removed at a time. */
const PAGE = 25;
const SHELVES = ['RELEASES', 'ARCHIVE', 'VERSIONS'] as const;

/** An entry of the list of all releases. */
export interface ListedRelease {
  readonly tenantId: string;
  readonly releaseId: string;
  readonly key: Key;
}

export function createReleaseCascadeRepo(table: Table) {
  const releases = itemsOf(table, releaseDefinition);
  const listings = itemsOf(table, releaseListingDefinition);
  const remains = createReleaseRemainsRepo(table);

  async function* shelf(tenantId: string, name: string): AsyncGenerator<readonly ListedRelease[]> {
    let page: ListedRelease[] = [];
    for await (const entry of walk(table, listings.partitionOf({ tenantId, shelf: name }, { index: 'all' }), PAGE)) {
      const key = { pk: String(entry.pk), sk: String(entry.sk) };
      if (page.push({ tenantId, releaseId: String(entry.gsi1sk), key }) < PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  return {
    /** All releases, in pages of 25. The list may lag behind removals; there is nothing left when there is no page. */
    async *pages(tenantId: string): AsyncGenerator<readonly ListedRelease[]> {
      for (const name of SHELVES) yield* shelf(tenantId, name);
    },

    async remove({ tenantId, releaseId, key }: ListedRelease): Promise<void> {
      const of = { tenantId, releaseId };
      const stored = await readOne(table, key);
      if (!stored) return;
      const { service } = listings.parse(stored);
      const release = await releases.find(of);
      await remains.remove({ ...of, service, branchRelease: release?.branchRelease });
      await removePartition(table, fillKey(notificationKeys.pk, { tenantId, subjectId: releaseId }));
      await removePartition(table, fillKey(threadKeys.pk, of));
      await removeItems(table, [key]);
    },
  };
}
