// Lists what is live in stores: the version of each service that users have from each store.
import { viewLiveStore } from '../../../entities/deployments/live/stores/live-store.model.ts';
import type { Ops } from '../deps.ts';

export const listLiveStores: Ops['listLiveStores'] = async ({ caller, query }, { liveStores, services }) => {
  const { limit, cursor, targetIntegrationId, service: slug } = query;
  const service = slug === undefined ? undefined : await services.bySlug(caller.tenantId, slug);
  if (slug !== undefined && !service) return { body: { items: [], nextCursor: null } };
  const filter = { targetIntegrationId, serviceId: service?.serviceId };
  const { items, nextCursor } = await liveStores.list(caller.tenantId, filter, { limit, cursor });
  return { body: { items: items.flatMap(viewLiveStore), nextCursor } };
};
