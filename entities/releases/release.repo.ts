// Reads and writes of releases and their parts. Writes are returned, not sent: an operation commits them in one transaction.
import { baseErrors } from '../_base/conflicts.ts';
import { isId, type TenantId } from '../_base/ids.ts';
import { itemsOf, readTogether } from '../_base/table/items.ts';
import { type Changes, EXISTS, type Table, type Write } from '../_base/table/table.ts';
import { expiryOf } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { releaseErrors } from './errors.ts';
import type { KeptWait } from './lifecycle/waits-for.model.ts';
import { MAX_RELEASE_KEY } from './planning/release-body.model.ts';
import { createRegressionCycleRepo } from './regression/regression-cycle.repo.ts';
import { type ReleaseItem, releaseDefinition, releaseListingDefinition } from './release.entity.ts';
import { placeOfBuild, versionNames } from './release.keys.ts';
import type { WholeRelease } from './release.view.ts';
import {
  type ReleasePipelineItem,
  type ReleaseTargetItem,
  type ReleaseWaitItem,
  releaseBranchDefinition,
  releasePipelineDefinition,
  releaseTargetDefinition,
  releaseWaitDefinition,
} from './release-parts.entity.ts';
import { createHotfixRepo } from './targets/hotfix.repo.ts';
import { createStoreTurnRepo } from './targets/store-turn.repo.ts';

const KINDS = {
  releases: releaseDefinition,
  targets: releaseTargetDefinition,
  pipelines: releasePipelineDefinition,
} as const;

export type ReleaseRepo = ReturnType<typeof createReleaseRepo>;

export function createReleaseRepo(table: Table) {
  const releases = itemsOf(table, releaseDefinition);
  const listings = itemsOf(table, releaseListingDefinition);
  const targets = itemsOf(table, releaseTargetDefinition);
  const pipelines = itemsOf(table, releasePipelineDefinition);
  const waits = itemsOf(table, releaseWaitDefinition);
  const branches = itemsOf(table, releaseBranchDefinition);

  const idOfKey = async (tenantId: TenantId, releaseKey: string): Promise<string | undefined> =>
    releaseKey.length > MAX_RELEASE_KEY ? undefined : (await listings.find({ tenantId, releaseKey }))?.releaseId;

  const idsAt = async (tenantId: TenantId, branch: string): Promise<string[]> =>
    (await branches.all({ tenantId, branch }, { newestFirst: true }, 10)).map(({ releaseId }) => releaseId);

  const listed = ({ tenantId, releaseKey, releaseId, service, version, releaseType }: ReleaseItem) => ({
    ...{ tenantId, releaseKey, releaseId, service, version, releaseType },
  });

  return {
    cycles: createRegressionCycleRepo(table),
    hotfixes: createHotfixRepo(table),
    turns: createStoreTurnRepo(table),
    idOfKey,

    /** The release alone. */
    find: (tenantId: TenantId, releaseId: string): Promise<ReleaseItem | undefined> =>
      releases.find({ tenantId, releaseId }),

    /** The ids of the releases that hold a version, in the order of its names (release.keys.ts). */
    holdersOf: (tenantId: TenantId, name: string, version: string): Promise<(string | undefined)[]> =>
      Promise.all(versionNames(name, version).map((key) => idOfKey(tenantId, key))),

    /** Holds the version of a release whose releaseKey says something else, by a name that is free. */
    holdVersion(release: ReleaseItem, nameIndex: number): Write {
      const releaseKey = versionNames(release.service, release.version)[nameIndex] ?? '';
      return listings.create({ ...listed(release), releaseKey, shelf: 'VERSIONS' });
    },

    freeVersion({ tenantId, releaseId, service, version }: ReleaseItem, nameIndex: number): Write {
      const releaseKey = versionNames(service, version)[nameIndex] ?? '';
      const isHeld = { expression: 'releaseId = :holder', values: { holder: releaseId } };
      return listings.forget({ tenantId, releaseKey }, isHeld);
    },

    /** The release of this id or releaseKey with its parts, in one Query (and one Get for a key). Throws `release.not_found`. */
    async whole(tenantId: TenantId, idOrKey: string): Promise<WholeRelease> {
      const releaseId = isId(idOrKey) ? idOrKey : await idOfKey(tenantId, idOrKey);
      if (releaseId === undefined) throw releaseErrors.not_found();
      const found = await readTogether(table, releases.keyFor({ tenantId, releaseId }).pk, KINDS);
      const [release] = found.releases;
      if (!release) throw releaseErrors.not_found();
      return { release, targets: found.targets, pipelines: found.pipelines };
    },

    /** Whether it has not been deleted. */
    isThere: (tenantId: TenantId, releaseId: string): Promise<boolean> => releases.isThere({ tenantId, releaseId }),

    /** Fails when the releaseKey is taken: loading again finds which release has it. */
    create: (item: ReleaseItem): Write[] => [
      listings.create({ ...listed(item), shelf: 'RELEASES' }),
      releases.create(item),
    ],

    createTarget: (item: ReleaseTargetItem): Write => targets.create(item),

    createPipeline: (item: ReleasePipelineItem): Write => pipelines.create(item),

    update: (loaded: ReleaseItem, at: string, changes: Changes<ReleaseItem>): Write =>
      releases.change(loaded, at, changes),

    /** For lists, as it was loaded; no change of the release. Another event keeps it if the release has changed since. */
    async keepWaitsFor(loaded: ReleaseItem, kept: KeptWait): Promise<void> {
      await releases.send(releases.note(loaded, kept)).catch((error: { readonly code?: string }) => {
        if (error.code !== 'request.conflict') throw error;
      });
    },

    /** Fails the transaction unless the release is still as it was loaded. */
    unchanged: (loaded: ReleaseItem): Write => releases.unchanged(loaded),

    updateTarget: (loaded: ReleaseTargetItem, at: string, changes: Changes<ReleaseTargetItem>): Write =>
      targets.change(loaded, at, changes),

    updatePipeline: (loaded: ReleasePipelineItem, at: string, changes: Changes<ReleasePipelineItem>): Write =>
      pipelines.change(loaded, at, changes),

    /** Stores reports of a build; changes nothing that people see. Throws `request.conflict` if it changed since. */
    async keepTold(loaded: ReleasePipelineItem, told: ReleasePipelineItem['told']): Promise<void> {
      const isKept = await pipelines.send(pipelines.change(loaded, undefined, { told }));
      if (!isKept) throw baseErrors.conflict();
    },

    /** The release as it was loaded, with its key and list entries; its parts stay, and are nothing without it. */
    remove: (loaded: ReleaseItem): Write[] => [releases.remove(loaded), listings.forget(loaded)],

    /** Takes an archived release off the lists. */
    shelve: (release: ReleaseItem): Write => listings.put({ ...listed(release), shelf: 'ARCHIVE' }, EXISTS),

    /** Makes the release known to the CI events of its branch. Repeating it changes nothing. */
    claimBranch: ({ tenantId, releaseId, branchRelease: branch }: ReleaseItem): Write =>
      branches.put({ tenantId, releaseId, branch }),

    /** Makes the release known to the CI events that name a build of it, and no branch. `at` is ISO 8601. */
    claimBuild({ tenantId, releaseId }: ReleaseItem, buildUrl: string, at: string): Write {
      const expiresAtEpoch = expiryOf(Date.parse(at), RETENTION_DAYS.delivery);
      return branches.put({ tenantId, releaseId, branch: placeOfBuild(buildUrl), expiresAtEpoch });
    },

    /** Ids of releases that were cut on this branch, newest first; few ever share one. */
    idsOnBranch: idsAt,

    /** Ids of releases that triggered the build at this address. */
    idsOfBuild: (tenantId: TenantId, buildUrl: string): Promise<string[]> => idsAt(tenantId, placeOfBuild(buildUrl)),

    waitOf: (tenantId: TenantId, releaseId: string): Promise<ReleaseWaitItem | undefined> =>
      waits.find({ tenantId, releaseId }),

    /** Remembers the token of the running execution; a later execution's replaces it. Not part of any change of state. */
    async keepWait(item: Omit<ReleaseWaitItem, 'schemaVersion'>): Promise<void> {
      await waits.send(waits.put(item));
    },

    /** Forgets the token once it was answered, unless another has taken its place. */
    async dropWait(item: ReleaseWaitItem): Promise<void> {
      const isMine = { expression: 'taskToken = :mine', values: { mine: item.taskToken } };
      await waits.send(waits.forget(item, isMine)).catch(() => undefined);
    },
  };
}
