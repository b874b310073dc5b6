// Removes the rest of a deleted release: its parts, cycles and notes, and the items by which others find it. Called by
// the consumer of ReleaseDeleted; may be called again after an interruption and removes the rest.
import { fillKey, keyOf } from '../../_base/table/keys.ts';
import { removeItems, removePartition } from '../../_base/table/partition.ts';
import { walk } from '../../_base/table/reads.ts';
import type { Table } from '../../_base/table/table.ts';
import { releaseDeploymentKeys } from '../../deployments/deployment.keys.ts';
import { releasePromotionKeys } from '../../promotions/promotion.keys.ts';
import { releaseNotesKeys } from '../notes/release-notes.keys.ts';
import {
  heldReleaseKeys,
  ongoingHotfixKeys,
  placeOfBuild,
  regressionCycleKeys,
  releaseBranchKeys,
  releaseKeys,
  releaseWaitKeys,
} from '../release.keys.ts';

interface Deleted {
  readonly tenantId: string;
  readonly releaseId: string;
  readonly service: string;
  /** Undefined after an interrupted removal: the release item was deleted then, and its branch before it. */
  readonly branchRelease?: string | undefined;
}

interface Built {
  readonly buildUrl?: string;
}

export type ReleaseRemainsRepo = ReturnType<typeof createReleaseRemainsRepo>;

export function createReleaseRemainsRepo(table: Table) {
  /** The addresses of its builds in all cycles. */
  async function* builds(parts: string, cycles: string): AsyncGenerator<string> {
    for await (const { buildUrl } of walk(table, { pk: parts })) if (typeof buildUrl === 'string') yield buildUrl;
    for await (const cycle of walk(table, { pk: cycles })) {
      const urls = ((cycle.builds ?? []) as Built[]).map(({ buildUrl }) => buildUrl);
      yield* urls.filter((url) => url !== undefined);
    }
  }

  return {
    async remove({ branchRelease, ...deleted }: Deleted): Promise<void> {
      const partition = (keys: { pk: string }) => fillKey(keys.pk, deleted);
      const [parts, cycles] = [partition(releaseKeys), partition(regressionCycleKeys)];
      // Parts and cycles have the addresses of builds, so they are deleted last.
      const places = new Set(branchRelease === undefined ? [] : [branchRelease]);
      for await (const url of builds(parts, cycles)) places.add(placeOfBuild(url));
      await removeItems(table, [
        ...[...places].map((branch) => keyOf(releaseBranchKeys, { ...deleted, branch })),
        keyOf(heldReleaseKeys, { ...deleted }),
        keyOf(ongoingHotfixKeys, { ...deleted }),
        keyOf(releaseWaitKeys, { ...deleted }),
      ]);
      for (const pk of [
        partition(releaseNotesKeys),
        partition(releaseDeploymentKeys),
        partition(releasePromotionKeys),
        cycles,
        parts,
      ])
        await removePartition(table, pk);
    },
  };
}
