// Reads and writes of ongoing hotfixes and of what they hold back. Writes are returned, not sent; repeating one changes nothing.
import { baseErrors } from '../../_base/conflicts.ts';
import { checkItem, deleteItem, fillKey, putItem, type Table, type Write } from '../../_base/table/table.ts';
import type { ReleaseItem } from '../release.entity.ts';
import { ongoingHotfixKeys } from '../release.keys.ts';
import { createHeldReleaseEntity, createOngoingHotfixEntity, type OngoingHotfixItem } from './hotfix.entity.ts';

const entryOf = ({ tenantId, service, releaseId, releaseKey }: ReleaseItem) => ({
  tenantId,
  service,
  releaseId,
  releaseKey,
});

export function createHotfixRepo({ client, name: table }: Table) {
  const hotfix = createOngoingHotfixEntity(table);
  const held = createHeldReleaseEntity(table);
  return {
    begin: (release: ReleaseItem): Write => putItem(hotfix.put(entryOf(release)).params(), baseErrors.conflict()),
    end: (release: ReleaseItem): Write => deleteItem(hotfix.delete(entryOf(release)).params(), baseErrors.conflict()),

    /** The oldest hotfix of the service that is under way. */
    async ongoing(tenantId: string, service: string): Promise<OngoingHotfixItem | undefined> {
      const { data } = await hotfix.query.byService({ tenantId, service }).go({ client, consistent: true, limit: 1 });
      return data[0];
    },

    /** Fails the transaction unless the hotfix is still under way. */
    stillOngoing: (item: OngoingHotfixItem): Write =>
      checkItem(
        {
          TableName: table,
          Key: { pk: fillKey(ongoingHotfixKeys.pk, item), sk: fillKey(ongoingHotfixKeys.sk, item) },
          ConditionExpression: 'attribute_exists(pk)',
        },
        baseErrors.conflict(),
      ),

    hold: (release: ReleaseItem): Write => putItem(held.put(entryOf(release)).params(), baseErrors.conflict()),
    letGo: (release: ReleaseItem): Write => deleteItem(held.delete(entryOf(release)).params(), baseErrors.conflict()),

    /** Removes the entry of a waiting release that was deleted. */
    async forget(tenantId: string, service: string, releaseId: string): Promise<void> {
      await held.delete({ tenantId, service, releaseId }).go({ client });
    },

    /** Ids of the releases of the service that wait for a hotfix; there are few. */
    async heldBack(tenantId: string, service: string): Promise<string[]> {
      const { data } = await held.query.byService({ tenantId, service }).go({ client, consistent: true, pages: 'all' });
      return data.map(({ releaseId }) => releaseId);
    },
  };
}
