// Reads and writes of releases and their parts. Writes are returned, not sent: an operation commits them in one transaction.
import { Service } from 'electrodb';
import { baseErrors } from '../_base/conflicts.ts';
import { isId, type TenantId } from '../_base/ids.ts';
import {
  type Changes,
  checkItem,
  deleteItem,
  fillKey,
  type Loose,
  putItem,
  type Table,
  updateItem,
  type Write,
} from '../_base/table/table.ts';
import { RETENTION_DAYS } from '../names.ts';
import { releaseErrors } from './errors.ts';
import { MAX_RELEASE_KEY } from './planning/release-body.model.ts';
import { createRegressionCycleRepo } from './regression/regression-cycle.repo.ts';
import { createReleaseEntity, createReleaseListingEntity, type ReleaseItem } from './release.entity.ts';
import { placeOfBuild, releaseKeys, versionNames } from './release.keys.ts';
import type { WholeRelease } from './release.view.ts';
import {
  createReleaseBranchEntity,
  createReleasePipelineEntity,
  createReleaseTargetEntity,
  createReleaseWaitEntity,
  type ReleasePipelineItem,
  type ReleaseTargetItem,
  type ReleaseWaitItem,
} from './release-parts.entity.ts';
import { createHotfixRepo } from './targets/hotfix.repo.ts';
import { createStoreTurnRepo } from './targets/store-turn.repo.ts';

/** An `undefined` value removes the attribute. */
const split = (changes: object): { set: Record<string, unknown>; remove: string[] } => ({
  set: Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
  remove: Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [name] : [])),
});

export type ReleaseRepo = ReturnType<typeof createReleaseRepo>;

export function createReleaseRepo(whole: Table) {
  const { client, name: table } = whole;
  const release = createReleaseEntity(table);
  const listing = createReleaseListingEntity(table);
  const releaseTarget = createReleaseTargetEntity(table);
  const releasePipeline = createReleasePipelineEntity(table);
  const wait = createReleaseWaitEntity(table);
  const branch = createReleaseBranchEntity(table);
  const service = new Service({ release, releaseTarget, releasePipeline }, { client, table });

  const idOfKey = async (tenantId: TenantId, releaseKey: string): Promise<string | undefined> => {
    if (releaseKey.length > MAX_RELEASE_KEY) return undefined;
    const { data } = await listing.get({ tenantId, releaseKey }).go({ client, consistent: true });
    return data?.releaseId;
  };

  async function idsAt(tenantId: TenantId, place: string): Promise<string[]> {
    const query = branch.query.byBranch({ tenantId, branch: place });
    const { data } = await query.go({ client, order: 'desc', limit: 10, consistent: true });
    return data.map((item) => item.releaseId);
  }

  return {
    cycles: createRegressionCycleRepo(whole),
    hotfixes: createHotfixRepo(whole),
    turns: createStoreTurnRepo(whole),
    idOfKey,

    /** The release alone. */
    async find(tenantId: TenantId, releaseId: string): Promise<ReleaseItem | undefined> {
      const { data } = await release.get({ tenantId, releaseId }).go({ client, consistent: true });
      return data ?? undefined;
    },

    /** The ids of the releases that hold a version, in the order of its names (release.keys.ts). */
    holdersOf: (tenantId: TenantId, name: string, version: string): Promise<(string | undefined)[]> =>
      Promise.all(versionNames(name, version).map((key) => idOfKey(tenantId, key))),

    /** Holds the version of a release whose releaseKey says something else, by a name that is free. */
    holdVersion({ tenantId, releaseId, service: name, version, releaseType }: ReleaseItem, slot: number): Write {
      const releaseKey = versionNames(name, version)[slot] ?? '';
      const shelf = 'VERSIONS' as const;
      const item = { tenantId, releaseKey, releaseId, service: name, version, releaseType, shelf };
      return putItem(listing.create(item).params(), baseErrors.conflict());
    },

    freeVersion: ({ tenantId, releaseId, service: name, version }: ReleaseItem, slot: number): Write =>
      deleteItem(
        listing
          .remove({ tenantId, releaseKey: versionNames(name, version)[slot] ?? '' })
          .where((attribute, { eq }) => eq(attribute.releaseId, releaseId))
          .params(),
        baseErrors.conflict(),
      ),

    /** The release of this id or releaseKey with its parts, in one Query (and one Get for a key). Throws `release.not_found`. */
    async whole(tenantId: TenantId, idOrKey: string): Promise<WholeRelease> {
      const releaseId = isId(idOrKey) ? idOrKey : await idOfKey(tenantId, idOrKey);
      if (releaseId === undefined) throw releaseErrors.not_found();
      const { data } = await service.collections.wholeRelease({ tenantId, releaseId }).go({ consistent: true });
      const [found] = data.release;
      if (!found) throw releaseErrors.not_found();
      return { release: found, targets: data.releaseTarget, pipelines: data.releasePipeline };
    },

    /** Whether it has not been deleted. */
    async isThere(tenantId: TenantId, releaseId: string): Promise<boolean> {
      const { data } = await release
        .get({ tenantId, releaseId })
        .go({ client, consistent: true, attributes: ['releaseId'] });
      return data !== null;
    },

    create(item: ReleaseItem): Write[] {
      const { tenantId, releaseKey, releaseId, service: name, version, releaseType } = item;
      const entry = {
        tenantId,
        releaseKey,
        releaseId,
        service: name,
        version,
        releaseType,
        shelf: 'RELEASES' as const,
      };
      return [
        putItem(
          listing.create(entry).params(),
          // Loading again finds which release has it.
          baseErrors.conflict(),
        ),
        putItem(release.create(item).params(), baseErrors.conflict()),
      ];
    },

    createTarget: (item: ReleaseTargetItem): Write =>
      putItem(releaseTarget.create(item).params(), baseErrors.conflict()),

    createPipeline: (item: ReleasePipelineItem): Write =>
      putItem(releasePipeline.create(item).params(), baseErrors.conflict()),

    update(loaded: ReleaseItem, at: string, changes: Changes<ReleaseItem>): Write {
      const { set, remove } = split(changes);
      const params = release
        .patch({ tenantId: loaded.tenantId, releaseId: loaded.releaseId })
        .set({ ...set, updatedAt: at, revision: loaded.revision + 1 })
        .remove(remove as never)
        .where(({ revision }, { eq }) => eq(revision, loaded.revision))
        .params();
      return updateItem(params, baseErrors.conflict());
    },

    /** For lists, as it was loaded; no change of the release. Another event keeps it if the release has changed since. */
    async keepWaitsFor(
      { tenantId, releaseId, revision }: ReleaseItem,
      kept: Pick<Loose<ReleaseItem>, 'waitsFor' | 'waitsSince' | 'waitsNote'>,
    ): Promise<void> {
      const { set, remove } = split(kept);
      await release
        .patch({ tenantId, releaseId })
        .set(set)
        .remove(remove as never)
        .where((attribute, { eq }) => eq(attribute.revision, revision))
        .go({ client })
        .catch(unlessOvertaken);
    },

    /** Fails the transaction unless the release is still as it was loaded. */
    unchanged: (loaded: ReleaseItem): Write =>
      checkItem(
        {
          TableName: table,
          Key: { pk: fillKey(releaseKeys.pk, loaded), sk: releaseKeys.sk },
          ConditionExpression: 'revision = :revision',
          ExpressionAttributeValues: { ':revision': loaded.revision },
        },
        baseErrors.conflict(),
      ),

    updateTarget(loaded: ReleaseTargetItem, at: string, changes: Changes<ReleaseTargetItem>): Write {
      const { set, remove } = split(changes);
      const params = releaseTarget
        .patch(partKey(loaded, { targetIntegrationId: loaded.targetIntegrationId }))
        .set({ ...set, updatedAt: at, revision: loaded.revision + 1 })
        .remove(remove as never)
        .where(({ revision }, { eq }) => eq(revision, loaded.revision))
        .params();
      return updateItem(params, baseErrors.conflict());
    },

    updatePipeline(loaded: ReleasePipelineItem, at: string, changes: Changes<ReleasePipelineItem>): Write {
      const { set, remove } = split(changes);
      const params = releasePipeline
        .patch(partKey(loaded, { pipelineIntegrationId: loaded.pipelineIntegrationId }))
        .set({ ...set, updatedAt: at, revision: loaded.revision + 1 })
        .remove(remove as never)
        .where(({ revision }, { eq }) => eq(revision, loaded.revision))
        .params();
      return updateItem(params, baseErrors.conflict());
    },

    /** Stores reports of a build; changes nothing that people see. Throws `request.conflict` if it changed since. */
    async keepTold(loaded: ReleasePipelineItem, told: ReleasePipelineItem['told']): Promise<void> {
      await releasePipeline
        .patch(partKey(loaded, { pipelineIntegrationId: loaded.pipelineIntegrationId }))
        .set({ told, revision: loaded.revision + 1 })
        .where(({ revision }, { eq }) => eq(revision, loaded.revision))
        .go({ client })
        .catch((error: { cause?: { name?: string } }) => {
          throw error.cause?.name === 'ConditionalCheckFailedException' ? baseErrors.conflict() : error;
        });
    },

    /** The release as it was loaded, with its key and list entries; its parts stay, and are nothing without it. */
    remove: ({ tenantId, releaseId, releaseKey, revision }: ReleaseItem): Write[] => [
      deleteItem(
        release
          .remove({ tenantId, releaseId })
          .where((attribute, { eq }) => eq(attribute.revision, revision))
          .params(),
        baseErrors.conflict(),
      ),
      deleteItem(listing.remove({ tenantId, releaseKey }).params(), baseErrors.conflict()),
    ],

    /** Takes an archived release off the lists. */
    shelve: ({ tenantId, releaseKey, releaseId, service: name, version, releaseType }: ReleaseItem): Write =>
      updateItem(
        listing
          .patch({ tenantId, releaseKey })
          .set({ shelf: 'ARCHIVE' })
          .composite({ releaseId, service: name, version, releaseType })
          .params(),
        baseErrors.conflict(),
      ),

    /** Makes the release known to the CI events of its branch. Repeating it changes nothing. */
    claimBranch: ({ tenantId, releaseId, branchRelease }: ReleaseItem): Write =>
      putItem(branch.put({ tenantId, releaseId, branch: branchRelease }).params(), baseErrors.conflict()),

    /** Makes the release known to the CI events that name a build of it, and no branch. `at` is ISO 8601. */
    claimBuild: ({ tenantId, releaseId }: ReleaseItem, buildUrl: string, at: string): Write => {
      const expiresAt = Math.floor(Date.parse(at) / 1000) + RETENTION_DAYS.delivery * 86_400;
      const item = { tenantId, releaseId, branch: placeOfBuild(buildUrl), expiresAt };
      return putItem(branch.put(item).params(), baseErrors.conflict());
    },

    /** Ids of releases that were cut on this branch, newest first; few ever share one. */
    idsOnBranch: idsAt,

    /** Ids of releases that triggered the build at this address. */
    idsOfBuild: (tenantId: TenantId, buildUrl: string): Promise<string[]> => idsAt(tenantId, placeOfBuild(buildUrl)),

    async waitOf(tenantId: TenantId, releaseId: string): Promise<ReleaseWaitItem | undefined> {
      const { data } = await wait.get({ tenantId, releaseId }).go({ client, consistent: true });
      return data ?? undefined;
    },

    /** Remembers the token of the running execution; a later execution's replaces it. Not part of any change of state. */
    async keepWait(item: ReleaseWaitItem): Promise<void> {
      await wait.put(item).go({ client });
    },

    /** Forgets the token once it was answered, unless another has taken its place. */
    async dropWait(item: ReleaseWaitItem): Promise<void> {
      const { tenantId, releaseId, taskToken } = item;
      await wait
        .delete({ tenantId, releaseId })
        .where((attribute, { eq }) => eq(attribute.taskToken, taskToken))
        .go({ client })
        .catch(() => undefined);
    },
  };
}

/** Others are at the item: what they do is followed by an event, which keeps what holds then. */
const OVERTAKEN = ['ConditionalCheckFailedException', 'TransactionConflictException'];

function unlessOvertaken(error: { readonly cause?: { readonly name?: string } }): void {
  if (!OVERTAKEN.includes(error.cause?.name ?? '')) throw error;
}

const partKey = <Extra extends object>(
  { tenantId, releaseId }: { tenantId: string; releaseId: string },
  extra: Extra,
) => ({
  tenantId,
  releaseId,
  ...extra,
});
