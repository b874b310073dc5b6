// Reads and writes of what releases were made for. The write is part of the transaction that creates the release.
import { baseErrors } from '../../_base/conflicts.ts';
import type { TenantId } from '../../_base/ids.ts';
import { putItem, type Table, type Write } from '../../_base/table/table.ts';
import { RETENTION_DAYS } from '../../names.ts';
import { createReleaseOriginEntity } from './release-origin.entity.ts';

const SECONDS_A_DAY = 86_400;

export type ReleaseOriginRepo = ReturnType<typeof createReleaseOriginRepo>;

export function createReleaseOriginRepo({ client, name }: Table) {
  const entity = createReleaseOriginEntity(name);
  return {
    async releaseOf(tenantId: TenantId, origin: string): Promise<string | undefined> {
      const { data } = await entity.get({ tenantId, origin }).go({ client, consistent: true });
      return data?.releaseId;
    },

    /** Fails the transaction when something was made for it already. `at` is epoch milliseconds. */
    take(tenantId: TenantId, origin: string, releaseId: string, at: number): Write {
      const expiresAt = Math.floor(at / 1000) + RETENTION_DAYS.origin * SECONDS_A_DAY;
      return putItem(entity.create({ tenantId, origin, releaseId, expiresAt }).params(), baseErrors.conflict());
    },
  };
}
