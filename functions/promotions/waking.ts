// Wakes promotions that wait, so that they are evaluated again: answers the tokens of their executions. One that is evaluated at the moment
// looks again before it waits.
import type { TenantId } from '../../entities/_base/ids.ts';
import type { PromotionItem } from '../../entities/promotions/promotion.entity.ts';
import { isWaiting } from '../../entities/promotions/promotion.model.ts';
import type { PromotionEventsDeps } from './deps.ts';

const PAGE = 50;
/** Of more, the others are evaluated at their next look. */
const MOST_PAGES = 20;

export async function wake(
  items: readonly (PromotionItem | undefined)[],
  { tokens }: Pick<PromotionEventsDeps, 'tokens'>,
): Promise<void> {
  const waiting = items.flatMap((item) => (item?.taskToken === undefined ? [] : [item.taskToken]));
  await Promise.all(waiting.map((token) => tokens.succeed(token, null)));
}

/** Those of an environment, or of all. */
export async function wakeIn(
  tenantId: string,
  environmentId: string | undefined,
  deps: PromotionEventsDeps,
): Promise<void> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { ids, nextCursor } = await deps.promotions.waitingIn(tenantId, environmentId, { limit: PAGE, cursor });
    await wake(await deps.promotions.findMany(tenantId, ids), deps);
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}

/** Those of a release. */
export async function wakeOf(tenantId: string, releaseId: string, deps: PromotionEventsDeps): Promise<void> {
  const { items } = await deps.promotions.list(
    tenantId as TenantId,
    { releaseId },
    undefined,
    { limit: PAGE },
    deps.now(),
  );
  await wake(items.filter(isWaiting), deps);
}

/** Those of a place, the newest ones first. */
export async function wakeAt(
  place: Pick<PromotionItem, 'tenantId' | 'targetEnvironmentId' | 'serviceId'>,
  deps: PromotionEventsDeps,
): Promise<void> {
  const ids = await deps.promotions.waitingAt(place, PAGE);
  await wake(await deps.promotions.findMany(place.tenantId, ids), deps);
}
