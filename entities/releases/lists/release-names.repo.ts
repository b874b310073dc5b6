// The names of releases that other domains know by their ids.
import { keyOf } from '../../_base/table/keys.ts';
import { readMany } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { releaseKeys } from '../release.keys.ts';

export interface ReleaseName {
  readonly releaseId: string;
  readonly releaseKey: string;
}

export type ReleaseNamesRepo = ReturnType<typeof createReleaseNamesRepo>;

export const createReleaseNamesRepo = (table: Table) => ({
  /** Those of the releases that exist, in no order. */
  async find(tenantId: string, releaseIds: readonly string[]): Promise<ReleaseName[]> {
    const keys = releaseIds.map((releaseId) => keyOf(releaseKeys, { tenantId, releaseId }));
    return (await readMany(table, keys, ['releaseId', 'releaseKey'])) as unknown as ReleaseName[];
  },
});
