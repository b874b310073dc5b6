// Reads a promotion with its last decision record.
import { showPromotion } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getPromotion: Ops['getPromotion'] = async ({ caller, params }, { promotions }) => {
  const item = await promotions.get(caller.tenantId, params.promotion ?? '');
  const { tenantId, promotionId, evaluatedAt } = item;
  const last = evaluatedAt === undefined ? undefined : await promotions.evaluation(tenantId, promotionId, evaluatedAt);
  return { body: showPromotion(caller, item, last), revision: item.revision };
};
