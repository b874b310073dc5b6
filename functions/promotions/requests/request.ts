// A promotion as it is requested, by a person, by CI or automatically: what both store.
import type { EnvironmentItem } from '../../../entities/environments/environment.entity.ts';
import type { PromotionItem } from '../../../entities/promotions/promotion.entity.ts';
import { newPromotion, type Requested } from '../../../entities/promotions/promotion.model.ts';
import { viewWithDetails } from '../../../entities/promotions/promotion.view.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import type { PromotionsDeps } from '../deps.ts';
import { authorsOf } from '../evaluation/authors.ts';
import { auditOf, eventOf } from '../news.ts';

type Asked = Omit<Requested, 'tenantId' | 'environment' | 'sourceEnvironmentId' | 'authors' | 'actor' | 'requesterId'>;

/** The promotion of a release that is ready to an environment that has a place in the order. */
export async function promotionBy(
  { tenantId, actor }: Pick<Caller, 'tenantId' | 'actor'>,
  environment: EnvironmentItem,
  asked: Asked,
  deps: PromotionsDeps,
): Promise<PromotionItem> {
  const [[source], authors, token] = await Promise.all([
    deps.environments.before(environment, 1),
    authorsOf(asked.release, [], deps),
    actor.type === 'TOKEN' ? deps.apiTokens.find(tenantId, actor.id) : undefined,
  ]);
  const sourceEnvironmentId = source?.environmentId;
  return newPromotion({
    ...asked,
    tenantId,
    actor,
    environment,
    sourceEnvironmentId,
    authors,
    requesterId: token?.madeById,
  });
}

/** The change that requests it. Its writes share no item with those of another request. */
export const requestOf = (
  caller: Caller,
  item: PromotionItem,
  { promotions }: Pick<PromotionsDeps, 'promotions'>,
): Change => ({
  writes: promotions.create(item),
  events: [eventOf(caller, undefined, item)],
  audit: auditOf(item, 'requested', { after: viewWithDetails(item) }),
});
