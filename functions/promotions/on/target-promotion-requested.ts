// Requests the promotion of a SERVER target that was submitted, under the id that the target knows it by. A repetition finds it. The target
// of one that cannot be requested fails at a look of its release.

import { timeOf } from '../../../entities/_base/ids.ts';
import { rolloutSchema } from '../../../entities/deployments/rollout.model.ts';
import { isReached } from '../../../entities/environments/order.model.ts';
import { isReady } from '../../../entities/promotions/promotion.model.ts';
import { TargetPromotionRequested } from '../../../entities/releases/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { logger } from '../../_kit/logger.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { AUTOMATIC_ACTOR, type PromotionEventsDeps } from '../deps.ts';
import { promotionBy, requestOf } from '../requests/request.ts';

export async function onTargetPromotionRequested({ detail }: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  const { tenantId, actor: asked, correlationId, data } = TargetPromotionRequested.parse(detail);
  const { promotionId, releaseId, environmentId, rollout = rolloutSchema.parse({}) } = data;
  const actor = asked.type === 'SYSTEM' ? AUTOMATIC_ACTOR : asked;
  await retryOnConflict(async () => {
    if (await deps.promotions.find(tenantId, promotionId)) return;
    const [release, environment] = await Promise.all([
      deps.releases.find(tenantId, releaseId),
      deps.environments.find(tenantId, environmentId),
    ]);
    const service = release && (await deps.services.bySlug(tenantId, release.service));
    if (!service || !isReady(release) || !environment || !isReached(environment)) {
      logger.warn('a target cannot be promoted', { releaseId, environmentId, promotionId });
      return;
    }
    const caller: Caller = { tenantId, actor, correlationId, at: deps.now() };
    const given = { promotionId, release, serviceId: service.serviceId, reason: undefined, rollout, isOfTarget: true };
    const item = await promotionBy(caller, environment, { ...given, at: timeOf(promotionId) }, deps);
    await deps.save(caller, requestOf(caller, item, deps));
  });
}
