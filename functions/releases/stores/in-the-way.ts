// A store that takes one version at a time and has another: which release of ours that is, what people are told, and how
// room is made once somebody has agreed. Used by the task that hands a target over.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { TargetBlocked } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { isWithStore } from '../../../entities/releases/targets/target.model.ts';
import type { IntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import type { StoreClient, StoreVersionInTheWay } from '../../_adapters/store/store-client.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import type { Caller } from '../../_kit/save.ts';
import { auditOf, type BackgroundDeps, factsOf } from '../deps.ts';

/** How many releases of an app are looked at. */
const RECENT = 20;

export interface RoomDeps extends BackgroundDeps {
  readonly uses: Pick<IntegrationUseRepo, 'releasesOf'>;
}

export interface Neighbour {
  readonly whole: WholeRelease;
  readonly target: ReleaseTargetItem;
}

/** The targets of other releases at the same store, newest first. */
export async function neighboursOf(
  { release }: WholeRelease,
  targetIntegrationId: string,
  { uses, releases }: Pick<RoomDeps, 'uses' | 'releases'>,
): Promise<readonly Neighbour[]> {
  const tenantId = release.tenantId as TenantId;
  const using = await uses.releasesOf(tenantId, targetIntegrationId, RECENT);
  const others = using.filter(({ releaseId }) => releaseId !== release.releaseId);
  const found = await Promise.all(
    others.map(({ releaseId }) => unlessGone('release', releases.whole(tenantId, releaseId))),
  );
  return found.flatMap((whole) => {
    const target = whole?.targets.find((item) => item.targetIntegrationId === targetIntegrationId);
    return whole && target ? [{ whole, target }] : [];
  });
}

/** The version in the way that the store names; undefined for any other error. */
export function inTheWayOf(error: unknown): StoreVersionInTheWay | undefined {
  if (!isDomainError(error) || error.code !== 'integration.version_in_the_way') return undefined;
  return error.details.members?.inTheWay as StoreVersionInTheWay | undefined;
}

/** The release of ours whose version it is: by the store's id, or by the version where that was not kept. */
export const ownerOf = (neighbours: readonly Neighbour[], { versionId, version }: StoreVersionInTheWay) =>
  neighbours.find(({ target }) => target.versionId === versionId) ??
  neighbours.find(({ whole, target }) => target.versionId === undefined && whole.release.version === version);

/** Writes on the target which version is in the way; people decide. Nothing is told twice. */
export async function block(
  caller: Caller,
  { release }: WholeRelease,
  target: ReleaseTargetItem,
  other: StoreVersionInTheWay,
  owner: Neighbour | undefined,
  deps: RoomDeps,
): Promise<void> {
  const { targetIntegrationId, buildNumber, inTheWay: before } = target;
  const { releaseId, releaseKey } = owner?.whole.release ?? {};
  const isKnown = before?.versionId === other.versionId && before.agreedAt === undefined;
  const inTheWay = {
    since: (isKnown ? before.since : undefined) ?? isoOf(caller.at),
    version: other.version,
    versionId: other.versionId,
    state: other.storeState,
    ...(releaseId === undefined ? {} : { releaseId, releaseKey }),
  };
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber };
  await deps.save(caller, {
    writes: [
      deps.releases.updateTarget(target, isoOf(caller.at), { inTheWay, storeError: owner?.target.storeError }),
      deps.releases.unchanged(release),
    ],
    events: isKnown
      ? []
      : [
          TargetBlocked.create(caller, release.releaseId, {
            ...{ ...facts, inTheWay: other.version, state: other.storeState },
            inTheWayReleaseKey: releaseKey,
          }),
        ],
    audit: auditOf(release, 'target.blocked', { targetIntegrationId, inTheWay: releaseKey ?? other.version }),
  });
}

const busy = (version: string) =>
  integrationErrors.busy({ detail: `The store is taking ${version} back, which was in the way` });

/**
 * The ids of versions whose place this target may take, once a person has agreed; a version that nobody of ours has is
 * taken back here. Throws `integration.busy` while a release of ours takes its own back, and answers undefined when that
 * has failed: then somebody has to look.
 */
export async function placesFor(
  target: ReleaseTargetItem,
  neighbours: readonly Neighbour[],
  store: StoreClient,
): Promise<readonly string[] | undefined> {
  const { inTheWay } = target;
  if (inTheWay?.agreedAt === undefined) return [];
  const { version, versionId, releaseId } = inTheWay;
  const owner = neighbours.find(({ whole }) => whole.release.releaseId === releaseId);
  if (owner) {
    if (owner.target.storeWanted?.action === 'WITHDRAW') throw busy(version);
    if (isWithStore(owner.target)) return undefined;
  } else {
    await store.withdraw({ version, ...(versionId === undefined ? {} : { versionId }) });
  }
  return versionId === undefined ? [] : [versionId];
}
