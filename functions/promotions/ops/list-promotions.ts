// Lists promotions, newest first.
import { viewPromotion } from '../../../entities/promotions/promotion.view.ts';
import type { Ops } from '../deps.ts';

export const listPromotions: Ops['listPromotions'] = async ({ caller, query }, { promotions, services }) => {
  const { limit, cursor, ...filter } = query;
  const service = filter.service === undefined ? undefined : await services.bySlug(caller.tenantId, filter.service);
  if (filter.service !== undefined && !service) return { body: { items: [], nextCursor: null } };
  const page = await promotions.list(caller.tenantId, filter, service?.serviceId, { limit, cursor }, caller.at);
  return { body: { items: page.items.map(viewPromotion), nextCursor: page.nextCursor } };
};
