// The names of releases that other domains know by their ids, or by their service.
import { itemsOf } from '../../_base/table/items.ts';
import { fillKey, keyOf } from '../../_base/table/keys.ts';
import { readFirst, readMany } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import type { ReleaseStatus } from '../lifecycle/status.model.ts';
import { releaseListingDefinition } from '../release.entity.ts';
import { releaseKeys, releaseListingKeys } from '../release.keys.ts';

export interface ReleaseName {
  readonly releaseId: string;
  readonly releaseKey: string;
}
interface StoredName extends ReleaseName {
  readonly status: ReleaseStatus;
}

const SHELVES = ['RELEASES', 'ARCHIVE'] as const;

export type ReleaseNamesRepo = ReturnType<typeof createReleaseNamesRepo>;

export function createReleaseNamesRepo(table: Table) {
  const listings = itemsOf(table, releaseListingDefinition);

  return {
    /** The names of the existing releases, in any order. */
    async find(tenantId: string, releaseIds: readonly string[]): Promise<StoredName[]> {
      const keys = releaseIds.map((releaseId) => keyOf(releaseKeys, { tenantId, releaseId }));
      return (await readMany(table, keys, ['releaseId', 'releaseKey', 'status'])) as unknown as StoredName[];
    },

    /**
     * The ids of the release with this key, of the newest ones of this version or service, and of those whose key begins so, the last
     * keys first; at most `most`. Default keys are in lower case, in which phones do not begin a text.
     */
    async named(tenantId: string, text: string, most: number): Promise<string[]> {
      const on = (index: string, of: object) =>
        readFirst(table, listings.partitionOf({ tenantId, ...of }, { index, newestFirst: true }), most);
      const starts = [...new Set([text, text.toLowerCase()])];
      const [one, ...lists] = await Promise.all([
        listings.find({ tenantId, releaseKey: text }),
        ...SHELVES.map((shelf) => on('byVersion', { shelf, version: text })),
        ...SHELVES.map((shelf) => on('byService', { shelf, service: text })),
        ...starts.map((releaseKey) => on('byKey', { releaseKey })),
      ]);
      const listed = lists.flatMap((entries) =>
        entries.map(({ releaseId, gsi2sk, gsi3sk }) => String(releaseId ?? gsi3sk ?? gsi2sk)),
      );
      return [...new Set([...(one ? [one.releaseId] : []), ...listed])].slice(0, most);
    },

    /** The newest releases of a service, archived ones after the others. */
    async ofService(tenantId: string, service: string, most: number): Promise<ReleaseName[]> {
      const before = fillKey(releaseListingKeys.pk, { tenantId, releaseKey: '' });
      const on = (shelf: string) =>
        readFirst(
          table,
          listings.partitionOf({ tenantId, shelf, service }, { index: 'byService', newestFirst: true }),
          most,
        );
      const entries = (await Promise.all(SHELVES.map(on))).flat().slice(0, most);
      // The index holds keys alone, and these say both names.
      return entries.map(({ pk, gsi2sk }) => ({
        releaseId: String(gsi2sk),
        releaseKey: String(pk).slice(before.length),
      }));
    },
  };
}
