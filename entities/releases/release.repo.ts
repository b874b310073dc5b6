// Reads and writes of releases and their parts. Writes are returned for a transaction.
import { baseErrors } from '../_base/conflicts.ts';
import { isId, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import { readTogether } from '../_base/table/reads.ts';
import { type Changes, EXISTS, type Table, type Write } from '../_base/table/table.ts';
import { expiryOf } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { releaseErrors } from './errors.ts';
import { reachedAfter } from './lifecycle/steps.model.ts';
import type { KeptWait } from './lifecycle/waits-for.model.ts';
import { MAX_RELEASE_KEY } from './planning/release-body.model.ts';
import { createRegressionCycleRepo } from './regression/regression-cycle.repo.ts';
import { createReleaseAuthorsRepo } from './regression/release-authors.repo.ts';
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
    authors: createReleaseAuthorsRepo(table),
    hotfixes: createHotfixRepo(table),
    turns: createStoreTurnRepo(table),
    idOfKey,

    /** The release alone. */
    find: (tenantId: TenantId, releaseId: string): Promise<ReleaseItem | undefined> =>
      releases.find({ tenantId, releaseId }),

    /** The ids of the releases that hold a version, in the order of its names (release.keys.ts). */
    holdersOf: (tenantId: TenantId, name: string, version: string): Promise<(string | undefined)[]> =>
      Promise.all(versionNames(name, version).map((key) => idOfKey(tenantId, key))),

    /** Holds the version of a release with a releaseKey of its own, by a free name of the version (release.keys.ts). */
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
      const found = await readTogether(table, { pk: releases.keyFor({ tenantId, releaseId }).pk }, KINDS);
      const [release] = found.releases;
      if (!release) throw releaseErrors.not_found();
      return { release, targets: found.targets, pipelines: found.pipelines };
    },

    /** False for a deleted release. */
    isThere: (tenantId: TenantId, releaseId: string): Promise<boolean> => releases.isThere({ tenantId, releaseId }),

    /** Fails if the releaseKey is taken; the caller loads again to name the release that has it. */
    create: (item: ReleaseItem): Write[] => [
      listings.create({ ...listed(item), shelf: 'RELEASES' }),
      releases.create(item),
    ],

    createTarget: (item: ReleaseTargetItem): Write => targets.create(item),

    createPipeline: (item: ReleasePipelineItem): Write => pipelines.create(item),

    /** A new status is noted with its time. */
    update(loaded: ReleaseItem, at: string, changes: Changes<ReleaseItem>): Write {
      const { status = loaded.status } = changes;
      const isStep = status !== loaded.status;
      const reachedAt = isStep ? { reachedAt: reachedAfter(loaded.reachedAt, status, at) } : {};
      return releases.change(loaded, at, { ...changes, ...reachedAt });
    },

    /** Stores the wait for lists, without a new revision. Does nothing if the release has changed since: its event stores it. */
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

    /** Deletes the release as it was loaded, with its listing; its parts stay until a consumer removes them. */
    remove: (loaded: ReleaseItem): Write[] => [releases.remove(loaded), listings.forget(loaded)],

    /** Removes an archived release from the lists. */
    shelve: (release: ReleaseItem): Write => listings.put({ ...listed(release), shelf: 'ARCHIVE' }, EXISTS),

    /** CI events of the branch find the release from now on. Repeating it changes nothing. */
    claimBranch: ({ tenantId, releaseId, branchRelease: branch }: ReleaseItem): Write =>
      branches.put({ tenantId, releaseId, branch }),

    /** CI events that name this build and no branch find the release from now on. `at` is ISO 8601. */
    claimBuild({ tenantId, releaseId }: ReleaseItem, buildUrl: string, at: string): Write {
      const expiresAtEpoch = expiryOf(Date.parse(at), RETENTION_DAYS.delivery);
      return branches.put({ tenantId, releaseId, branch: placeOfBuild(buildUrl), expiresAtEpoch });
    },

    /** Ids of the releases of this branch, newest first; few releases share one. */
    idsOnBranch: idsAt,

    /** Ids of releases that triggered the build at this address. */
    idsOfBuild: (tenantId: TenantId, buildUrl: string): Promise<string[]> => idsAt(tenantId, placeOfBuild(buildUrl)),

    waitOf: (tenantId: TenantId, releaseId: string): Promise<ReleaseWaitItem | undefined> =>
      waits.find({ tenantId, releaseId }),

    /** Stores the token of the running execution; that of a later execution replaces it. */
    async keepWait(item: Omit<ReleaseWaitItem, 'schemaVersion'>): Promise<void> {
      await waits.send(waits.put(item));
    },

    /** Deletes an answered token, unless another replaced it. */
    async dropWait(item: ReleaseWaitItem): Promise<void> {
      const isMine = { expression: 'taskToken = :mine', values: { mine: item.taskToken } };
      await waits.send(waits.forget(item, isMine)).catch(() => undefined);
    },
  };
}
