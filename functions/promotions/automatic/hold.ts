// Holds automatic promotions of a service to an environment after a rollback there, and cancels those that wait. A repetition finds the hold,
// or that a person has lifted it since. Promotions by people go on.
import type { Actor } from '../../../entities/_base/events.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { EnvironmentItem } from '../../../entities/environments/environment.entity.ts';
import { AutoPromotionHeld } from '../../../entities/promotions/events.ts';
import type { NewPromotionHold } from '../../../entities/promotions/holds/promotion-hold.entity.ts';
import { viewPromotionHold } from '../../../entities/promotions/holds/promotion-hold.model.ts';
import { isWaiting } from '../../../entities/promotions/promotion.model.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { AUTOMATIC_ACTOR, type PromotionEventsDeps } from '../deps.ts';
import { cancellationOf } from '../requests/cancellation.ts';
import { heldFacts, holdAudit } from './hold-news.ts';

/** Those of a place that wait; the others are superseded by the newest one. */
const MOST_WAITING = 50;

export interface Rollback {
  readonly tenantId: TenantId;
  readonly correlationId: string;
  readonly occurredAt: string;
  readonly actor: Actor;
  readonly place: { readonly environmentId: string; readonly serviceId: string; readonly service: string };
  /** The deployment that was rolled back, and the one that did it: the same if it took itself back. */
  readonly deploymentId: string;
  readonly by: string;
  /** Of the deployment that was rolled back, if its record is lost. */
  readonly version: string;
}

async function holdOf(
  rollback: Rollback,
  { name }: EnvironmentItem,
  { deployments }: PromotionEventsDeps,
): Promise<NewPromotionHold> {
  const { tenantId, deploymentId, place, occurredAt: heldAt, actor: heldBy } = rollback;
  const [original, back] = await Promise.all([
    deployments.find(tenantId, deploymentId),
    deployments.find(tenantId, rollback.by),
  ]);
  const { version = rollback.version, releaseId } = original ?? {};
  const reason = back?.reason ?? original?.reason;
  return { tenantId, ...place, environmentName: name, deploymentId, releaseId, version, reason, heldAt, heldBy };
}

/** True if it is held after this. */
async function keepHold(caller: Caller, rollback: Rollback, environment: EnvironmentItem, deps: PromotionEventsDeps) {
  const held = { tenantId: rollback.tenantId, ...rollback.place };
  const [known, liftedAt = ''] = await Promise.all([deps.holds.find(held), deps.holds.liftedAt(held)]);
  if (known) return true;
  if (liftedAt >= rollback.occurredAt) return false;
  const item = await holdOf(rollback, environment, deps);
  const { environmentId, reason } = item;
  await deps.save(caller, {
    writes: [deps.holds.create(item)],
    events: [AutoPromotionHeld.create(caller, environmentId, { ...heldFacts(item), reason })],
    audit: holdAudit(item, 'promotion_hold.held', { after: viewPromotionHold(item) }),
  });
  return true;
}

async function cancelAutomatic(caller: Caller, { place }: Rollback, id: string, deps: PromotionEventsDeps) {
  await retryOnConflict(async () => {
    const item = await deps.promotions.find(caller.tenantId, id);
    if (!item || !isWaiting(item) || item.requestedBy.id !== AUTOMATIC_ACTOR.id) return;
    const statusReason = `A rollback of ${place.service} in ${item.environmentName} holds automatic promotions.`;
    const because = { statusCode: 'promotion.held', statusReason };
    await deps.save(caller, cancellationOf(caller, item, because, deps).change);
  });
}

export async function holdAfter(rollback: Rollback, deps: PromotionEventsDeps): Promise<void> {
  const { tenantId, correlationId, place } = rollback;
  const environment = await deps.environments.find(tenantId, place.environmentId);
  if (!environment?.autoPromote) return;
  const caller: Caller = { tenantId, actor: AUTOMATIC_ACTOR, correlationId, at: deps.now() };
  if (!(await retryOnConflict(() => keepHold(caller, rollback, environment, deps)))) return;
  const waitsIn = { tenantId, targetEnvironmentId: place.environmentId, serviceId: place.serviceId };
  const waiting = await deps.promotions.waitingAt(waitsIn, MOST_WAITING);
  for (const id of waiting) await cancelAutomatic(caller, rollback, id, deps);
}
