// Lists what is live: which deployment of each service its environments run.
import { viewLive } from '../../../entities/deployments/live/live.model.ts';
import type { Ops } from '../deps.ts';

export const listLiveDeployments: Ops['listLiveDeployments'] = async ({ caller, query }, { live, services }) => {
  const { limit, cursor, environmentId, service: slug } = query;
  const service = slug === undefined ? undefined : await services.bySlug(caller.tenantId, slug);
  if (slug !== undefined && !service) return { body: { items: [], nextCursor: null } };
  const filter = { environmentId, serviceId: service?.serviceId };
  const page = await live.list(caller.tenantId, filter, { limit, cursor });
  return { body: { items: page.items.flatMap(viewLive), nextCursor: page.nextCursor } };
};
