// Reads and writes of ongoing hotfixes and of the releases that wait for them. Writes are returned for a transaction; repeating one
// changes nothing.
import { baseErrors } from '../../_base/conflicts.ts';
import { itemsOf } from '../../_base/table/items.ts';
import { EXISTS, type Table, type Write } from '../../_base/table/table.ts';
import type { ReleaseItem } from '../release.entity.ts';
import { heldReleaseDefinition, type OngoingHotfixItem, ongoingHotfixDefinition } from './hotfix.entity.ts';

const entryOf = ({ tenantId, service, releaseId, releaseKey }: ReleaseItem) => ({
  ...{ tenantId, service, releaseId, releaseKey },
});

export function createHotfixRepo(table: Table) {
  const hotfixes = itemsOf(table, ongoingHotfixDefinition);
  const held = itemsOf(table, heldReleaseDefinition);
  return {
    begin: (release: ReleaseItem): Write => hotfixes.put(entryOf(release)),
    end: (release: ReleaseItem): Write => hotfixes.forget(release),

    /** The oldest ongoing hotfix of the service. */
    ongoing: async (tenantId: string, service: string): Promise<OngoingHotfixItem | undefined> =>
      (await hotfixes.all({ tenantId, service }, {}, 1))[0],

    /** Fails the transaction unless the hotfix is still ongoing. */
    stillOngoing: (item: OngoingHotfixItem): Write => hotfixes.check(item, EXISTS, baseErrors.conflict()),

    hold: (release: ReleaseItem): Write => held.put(entryOf(release)),
    letGo: (release: ReleaseItem): Write => held.forget(release),

    /** Removes the entry of a waiting release that was deleted. */
    async forget(tenantId: string, service: string, releaseId: string): Promise<void> {
      await held.send(held.forget({ tenantId, service, releaseId }));
    },

    /** Ids of the releases of the service that wait for a hotfix; there are few. */
    heldBack: async (tenantId: string, service: string): Promise<string[]> =>
      (await held.all({ tenantId, service })).map(({ releaseId }) => releaseId),
  };
}
