// Fills a table with releases as createRelease stores them. Used by list-releases.ts.
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { Kit, World } from '../../support/release-world.ts';
import { storeItems } from './stored-items.ts';

/** Release number `index`: every value of a filter has half of them, and all items have the same size. */
function releaseOf(tenantId: TenantId, kit: Kit, index: number, at: number): ReleaseItem {
  const iso = new Date(at).toISOString();
  const half = index % 2;
  return {
    tenantId,
    releaseId: newId<'Release'>(at),
    releaseKey: `bench-${String(index).padStart(6, '0')}`,
    service: `service-${half}`,
    version: `1.${half}.0`,
    releaseType: half === 0 ? 'PLANNED' : 'HOTFIX',
    status: half === 0 ? 'STARTED' : 'PENDING',
    isPaused: false,
    scmIntegrationId: kit.scm,
    primaryTargetId: kit.appStore,
    communicationIntegrationId: kit.chat,
    ticketIntegrationId: kit.tickets,
    baseBranch: 'main',
    branchRelease: `release/1.${half}.0`,
    platforms: ['IOS', 'ANDROID'],
    regressionCycle: 0,
    autoKickoff: false,
    isDelayed: false,
    createdByAccountId: kit.scm,
    createdAt: iso,
    updatedAt: iso,
    revision: 1,
    schemaVersion: 1,
  } as ReleaseItem;
}

export interface Filling {
  readonly tenantId: TenantId;
  readonly kit: Kit;
  /** Numbers of the releases to make; ids grow with them. */
  readonly from: number;
  readonly to: number;
}

/** Stores releases `from` up to `to`, each with its listing and without targets and pipelines. */
export async function storeReleases(world: World, endpoint: URL, { tenantId, kit, from, to }: Filling): Promise<void> {
  const begin = world.now();
  await storeItems(endpoint, world.table.name, from, to, (index) =>
    world.releases.create(releaseOf(tenantId, kit, index, begin + index)),
  );
}
