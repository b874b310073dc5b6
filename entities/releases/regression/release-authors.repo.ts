// Reads and writes of the people behind the commits of a release. The write is part of a transaction that also changes the release: its
// revision excludes two changes at the same time.
import { itemsOf } from '../../_base/table/items.ts';
import type { Table, Write } from '../../_base/table/table.ts';
import { type ReleaseAuthorsItem, releaseAuthorsDefinition } from './release-authors.entity.ts';

export function createReleaseAuthorsRepo(table: Table) {
  const authors = itemsOf(table, releaseAuthorsDefinition);
  return {
    /** Undefined until its commits were read. */
    find: (tenantId: string, releaseId: string): Promise<ReleaseAuthorsItem | undefined> =>
      authors.find({ tenantId, releaseId }),

    keep: (item: Omit<ReleaseAuthorsItem, 'schemaVersion'>): Write => authors.put(item),
  };
}
