// Lists what is live: which deployment of each service its environments run, and how many of its targets drift.
import { viewLive } from '../../../entities/deployments/live/live.model.ts';
import type { Ops } from '../deps.ts';

export const listLiveDeployments: Ops['listLiveDeployments'] = async (
  { caller, query },
  { live, services, targets },
) => {
  const { limit, cursor, environmentId, service: slug } = query;
  const service = slug === undefined ? undefined : await services.bySlug(caller.tenantId, slug);
  if (slug !== undefined && !service) return { body: { items: [], nextCursor: null } };
  const filter = { environmentId, serviceId: service?.serviceId };
  const page = await live.list(caller.tenantId, filter, { limit, cursor });
  const drifts = await targets.driftsIn(caller.tenantId, page.items, service?.serviceId);
  const items = page.items.flatMap((item, index) => viewLive(item, drifts[index] ?? 0));
  return { body: { items, nextCursor: page.nextCursor } };
};
