// Lists the holds of automatic promotions, by environment and service.
import { showPromotionHold } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const listPromotionHolds: Ops['listPromotionHolds'] = async ({ caller, query }, { holds }) => {
  const { environmentId, ...page } = query;
  const { items, nextCursor } = await holds.list(caller.tenantId, environmentId, page);
  return { body: { items: items.map((item) => showPromotionHold(caller, item)), nextCursor } };
};
