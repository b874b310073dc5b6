// Requests the promotion of a release to an environment. Its transaction shares no item with that of another request, so that any number
// is accepted at the same time; the newest one supersedes those that wait.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { isId } from '../../../entities/_base/ids.ts';
import { OUTSIDE_ORDER } from '../../../entities/environments/environment.model.ts';
import { evaluate } from '../../../entities/promotions/decisions/decision-record.model.ts';
import { promotionErrors } from '../../../entities/promotions/errors.ts';
import { assertReady, type CreatePromotionBody, newPromotion } from '../../../entities/promotions/promotion.model.ts';
import { viewWithDetails } from '../../../entities/promotions/promotion.view.ts';
import type { Caller } from '../../_kit/save.ts';
import type { Ops, PromotionsDeps } from '../deps.ts';
import { authorsOf } from '../evaluation/authors.ts';
import { readSnapshot } from '../evaluation/snapshot.ts';
import { auditOf, eventOf } from '../news.ts';

const problem = (path: string, code: string, message: string) => ({ path, code, message });

async function releaseNamed({ tenantId }: Caller, named: string, { releases }: PromotionsDeps) {
  const releaseId = isId(named) ? named : await releases.idOfKey(tenantId, named);
  return releaseId === undefined ? undefined : releases.find(tenantId, releaseId);
}

async function environmentNamed({ tenantId }: Caller, named: string, { environments }: PromotionsDeps) {
  return environments.get(tenantId, named).catch((error: unknown) => {
    if (!isDomainError(error) || error.code !== 'environment.not_found') throw error;
    return undefined;
  });
}

/** Throws `promotion.invalid` with all that cannot be promoted, or `promotion.release_not_ready`. */
async function requested(caller: Caller, { reason, rollout, ...named }: CreatePromotionBody, deps: PromotionsDeps) {
  const { tenantId, actor, at } = caller;
  const [release, environment] = await Promise.all([
    releaseNamed(caller, named.release, deps),
    environmentNamed(caller, named.environment, deps),
  ]);
  const service = release && (await deps.services.bySlug(tenantId, release.service));
  const isReached = environment !== undefined && environment.place !== OUTSIDE_ORDER;
  if (!release || !service || !environment || !isReached) {
    throw promotionErrors.invalid({
      fields: [
        ...(release && service ? [] : [problem('release', 'release.not_found', 'is no release')]),
        ...(environment ? [] : [problem('environment', 'environment.not_found', 'is no environment')]),
        ...(environment && !isReached
          ? [problem('environment', 'environment.outside_order', 'has no place in the order of promotion')]
          : []),
      ],
    });
  }
  assertReady(release);
  const [[source], authors] = await Promise.all([deps.environments.before(environment, 1), authorsOf(release, deps)]);
  const item = newPromotion({
    ...{ tenantId, release, environment, actor, at, authors, reason, rollout },
    ...{ serviceId: service.serviceId, sourceEnvironmentId: source?.environmentId },
  });
  return { item, release, environment };
}

export const createPromotion: Ops['createPromotion'] = async (call, deps) => {
  const { caller, body, query } = call;
  const { item, release, environment } = await requested(caller, body, deps);
  if (query.dryRun) {
    const { snapshot } = await readSnapshot(item, environment, release, caller.at, deps);
    return { isDry: true, body: evaluate(snapshot) };
  }
  const view = viewWithDetails(item);
  return call.save(
    {
      writes: deps.promotions.create(item),
      events: [eventOf(caller, undefined, item)],
      audit: auditOf(item, 'requested', { after: view }),
    },
    { body: view, location: `/promotions/${item.promotionId}`, revision: 1 },
  );
};
