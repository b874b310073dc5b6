// Reads and writes of the origins of releases. The write is part of the transaction that creates the release.
import type { TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Table, Write } from '../../_base/table/table.ts';
import { expiryOf } from '../../_base/time/iso.ts';
import { RETENTION_DAYS } from '../../names.ts';
import { releaseOriginDefinition } from './release-origin.entity.ts';

export type ReleaseOriginRepo = ReturnType<typeof createReleaseOriginRepo>;

export function createReleaseOriginRepo(table: Table) {
  const origins = itemsOf(table, releaseOriginDefinition);
  return {
    releaseOf: async (tenantId: TenantId, origin: string): Promise<string | undefined> =>
      (await origins.find({ tenantId, origin }))?.releaseId,

    /** Fails the transaction if the origin has a release already. `at` is epoch milliseconds. */
    take: (tenantId: TenantId, origin: string, releaseId: string, at: number): Write =>
      origins.create({ tenantId, origin, releaseId, expiresAtEpoch: expiryOf(at, RETENTION_DAYS.origin) }),
  };
}
