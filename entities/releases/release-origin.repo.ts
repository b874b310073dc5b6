// Reads and writes of what releases were made for. The write is part of the transaction that creates the release.
import { baseErrors } from '../_base/conflicts.ts';
import type { TenantId } from '../_base/ids.ts';
import { putItem, type Table, type Write } from '../_base/table.ts';
import { createReleaseOriginEntity } from './release-origin.entity.ts';

export type ReleaseOriginRepo = ReturnType<typeof createReleaseOriginRepo>;

export function createReleaseOriginRepo({ client, name }: Table) {
  const entity = createReleaseOriginEntity(name);
  return {
    async releaseOf(tenantId: TenantId, origin: string): Promise<string | undefined> {
      const { data } = await entity.get({ tenantId, origin }).go({ client, consistent: true });
      return data?.releaseId;
    },

    /** Fails the transaction when something was made for it already. */
    take: (tenantId: TenantId, origin: string, releaseId: string): Write =>
      putItem(entity.create({ tenantId, origin, releaseId }).params(), baseErrors.conflict()),
  };
}
