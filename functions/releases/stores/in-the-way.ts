// A version that blocks a target, at a store that takes one version at a time: finds its release, tells people, and makes room after a
// person has agreed. Used by the task submitTarget.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { asVersionString } from '../../../entities/integrations/types/targets/app-store-version.model.ts';
import { TargetBlocked } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { isWithStore } from '../../../entities/releases/targets/target.model.ts';
import type { IntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import type { StoreClient, StoreVersionInTheWay } from '../../_adapters/store/store-client.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import type { Caller } from '../../_kit/save.ts';
import { auditOf, type BackgroundDeps, factsOf } from '../deps.ts';

/** The most releases of an app to look at. */
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

/** The blocking version as the store names it; undefined for any other error. */
export function inTheWayOf(error: unknown): StoreVersionInTheWay | undefined {
  if (!isDomainError(error) || error.code !== 'integration.version_in_the_way') return undefined;
  return error.details.members?.inTheWay as StoreVersionInTheWay | undefined;
}

/** The neighbour with that version: by the store's id, or, if it is unknown, by the version as the App Store writes it: no other takes one at a time. */
export const ownerOf = (neighbours: readonly Neighbour[], { versionId, version }: StoreVersionInTheWay) =>
  neighbours.find(({ target }) => target.versionId === versionId) ??
  neighbours.find(
    ({ whole, target }) => target.versionId === undefined && asVersionString(whole.release.version) === version,
  );

/** Writes the blocking version on the target; people decide. Each blocking version is told once. */
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
  integrationErrors.busy({ detail: `The store is withdrawing ${version}, which blocks this version` });

/**
 * The ids of the versions that this target may replace after a person has agreed. It withdraws a version of no release of ours.
 * Throws `integration.busy` while a release of ours withdraws its version; answers undefined if that failed, so that people look.
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
