// Compares what is live in two environments, service by service.
import { orderOf } from '../../../entities/catalog/version-order.model.ts';
import {
  differenceOf,
  type KnownRelease,
  type Pair,
  pairsOf,
} from '../../../entities/deployments/live/difference.model.ts';
import type { Caller } from '../../_kit/save.ts';
import type { DeploymentsDeps, Ops } from '../deps.ts';

/** The newest releases of the service, back to the earlier of both, and both. */
async function releasesFor(
  { tenantId }: Caller,
  { service, environment, other }: Pair,
  deps: DeploymentsDeps,
): Promise<KnownRelease[]> {
  const ends = [environment?.releaseId, other?.releaseId].filter((id) => typeof id === 'string');
  if (!environment || !other || environment.version === other.version) return [];
  const [earlier = ''] = ends.toSorted();
  const recent = await deps.releaseList.recent(tenantId, service, ({ releaseId }) => releaseId <= earlier);
  const missing = ends.filter((id) => recent.every(({ releaseId }) => releaseId !== id));
  const further = await Promise.all(missing.map((id) => deps.releases.find(tenantId, id)));
  return [...recent, ...further.filter((one) => one !== undefined)];
}

export const diffEnvironments: Ops['diffEnvironments'] = async ({ caller, params, query }, deps) => {
  const { tenantId } = caller;
  const [one, two] = await Promise.all(
    [params.environment, params.other].map((name) => deps.environments.get(tenantId, name ?? '')),
  );
  const ids = [one?.environmentId ?? '', two?.environmentId ?? ''] as const;
  const { items, nextCursor } = await deps.live.ofTwo(tenantId, ids, query);
  const pairs = pairsOf(...items);
  const body = await Promise.all(
    pairs.map(async (pair) => {
      const [known, service] = await Promise.all([
        releasesFor(caller, pair, deps),
        deps.services.bySlug(tenantId, pair.service),
      ]);
      return differenceOf(pair, known, orderOf(service?.versionScheme ?? 'SEMVER'));
    }),
  );
  return { body: { items: body, nextCursor } };
};
