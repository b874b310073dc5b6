// The `api` function of the promotions domain.
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import { promotionsDepsOf } from './bound.ts';
import type { PromotionsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { cancelPromotion } from './ops/cancel-promotion.ts';
import { createPromotion } from './ops/create-promotion.ts';
import { explainPromotion } from './ops/explain-promotion.ts';
import { getPromotion } from './ops/get-promotion.ts';
import { grantOverride } from './ops/grant-override.ts';
import { liftPromotionHold } from './ops/lift-promotion-hold.ts';
import { listPromotionHolds } from './ops/list-promotion-holds.ts';
import { listPromotions } from './ops/list-promotions.ts';
import { requestOverride } from './ops/request-override.ts';

export const operations: Operations<typeof manifest, PromotionsDeps> = {
  createPromotion,
  listPromotions,
  getPromotion,
  explainPromotion,
  cancelPromotion,
  requestOverride,
  grantOverride,
  listPromotionHolds,
  liftPromotionHold,
};

export const handler = apiOf(manifest, operations, ({ table }) => promotionsDepsOf(table));
