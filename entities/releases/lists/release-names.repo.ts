// The names of releases that other domains know by their ids, or by their service.
import { itemsOf } from '../../_base/table/items.ts';
import { fillKey, keyOf } from '../../_base/table/keys.ts';
import { readFirst, readMany } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { releaseListingDefinition } from '../release.entity.ts';
import { releaseKeys, releaseListingKeys } from '../release.keys.ts';

export interface ReleaseName {
  readonly releaseId: string;
  readonly releaseKey: string;
}

export type ReleaseNamesRepo = ReturnType<typeof createReleaseNamesRepo>;

export function createReleaseNamesRepo(table: Table) {
  const listings = itemsOf(table, releaseListingDefinition);

  return {
    /** The names of the existing releases, in any order. */
    async find(tenantId: string, releaseIds: readonly string[]): Promise<ReleaseName[]> {
      const keys = releaseIds.map((releaseId) => keyOf(releaseKeys, { tenantId, releaseId }));
      return (await readMany(table, keys, ['releaseId', 'releaseKey'])) as unknown as ReleaseName[];
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
      const entries = (await Promise.all(['RELEASES', 'ARCHIVE'].map(on))).flat().slice(0, most);
      // The index holds keys alone, and these say both names.
      return entries.map(({ pk, gsi2sk }) => ({
        releaseId: String(gsi2sk),
        releaseKey: String(pk).slice(before.length),
      }));
    },
  };
}
