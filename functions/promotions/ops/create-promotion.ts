// Requests the promotion of a release to an environment. Its transaction shares no item with that of another request, so that any number
// is accepted at the same time; the newest one supersedes those that wait.
import { isId } from '../../../entities/_base/ids.ts';
import { isReached } from '../../../entities/environments/order.model.ts';
import { evaluate } from '../../../entities/promotions/decisions/decision-record.model.ts';
import { promotionErrors } from '../../../entities/promotions/errors.ts';
import { assertReady, type CreatePromotionBody } from '../../../entities/promotions/promotion.model.ts';
import { viewWithDetails } from '../../../entities/promotions/promotion.view.ts';
import type { Caller } from '../../_kit/save.ts';
import type { Ops, PromotionsDeps } from '../deps.ts';
import { readSnapshot } from '../evaluation/snapshot.ts';
import { environmentNamed } from '../requests/named.ts';
import { promotionBy, requestOf } from '../requests/request.ts';

const problem = (path: string, code: string, message: string) => ({ path, code, message });

async function releaseNamed({ tenantId }: Caller, named: string, { releases }: PromotionsDeps) {
  const releaseId = isId(named) ? named : await releases.idOfKey(tenantId, named);
  return releaseId === undefined ? undefined : releases.find(tenantId, releaseId);
}

/** Throws `promotion.invalid` with all that cannot be promoted, or `promotion.release_not_ready`. */
async function requested(caller: Caller, { reason, rollout, ...named }: CreatePromotionBody, deps: PromotionsDeps) {
  const [release, environment] = await Promise.all([
    releaseNamed(caller, named.release, deps),
    environmentNamed(caller, named.environment, deps),
  ]);
  const service = release && (await deps.services.bySlug(caller.tenantId, release.service));
  if (!release || !service || !environment || !isReached(environment)) {
    throw promotionErrors.invalid({
      fields: [
        ...(release && service ? [] : [problem('release', 'release.not_found', 'is no release')]),
        ...(environment ? [] : [problem('environment', 'environment.not_found', 'is no environment')]),
        ...(environment && !isReached(environment)
          ? [problem('environment', 'environment.outside_order', 'has no place in the order of promotion')]
          : []),
      ],
    });
  }
  assertReady(release);
  const asked = { release, serviceId: service.serviceId, reason, rollout, at: caller.at };
  const item = await promotionBy(caller, environment, asked, deps);
  return { item, release, environment };
}

export const createPromotion: Ops['createPromotion'] = async (call, deps) => {
  const { caller, body, query } = call;
  const { item, release, environment } = await requested(caller, body, deps);
  if (query.dryRun) {
    const { snapshot } = await readSnapshot(item, environment, release, caller.at, deps);
    return { isDry: true, body: evaluate(snapshot) };
  }
  return call.save(requestOf(caller, item, deps), {
    body: viewWithDetails(item),
    location: `/promotions/${item.promotionId}`,
    revision: 1,
  });
};
