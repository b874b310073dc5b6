// A hold: no release is promoted automatically into an environment for a service after a rollback there, until a person lifts it. Pure.
import * as z from 'zod';
import { actorSchema } from '../../_base/events.ts';
import { pageQuery } from '../../_base/list.ts';
import { reference } from '../../_base/text.ts';
import { actionsView } from '../../access/actions/action.model.ts';
import type { NewPromotionHold } from './promotion-hold.entity.ts';

export const listPromotionHoldsQuery = z.strictObject({ ...pageQuery, environmentId: reference.optional() });

export const promotionHoldView = z.strictObject({
  environmentId: z.string(),
  environmentName: z.string(),
  serviceId: z.string(),
  service: z.string(),
  deploymentId: z.string().describe('The deployment that was rolled back'),
  releaseId: z.string().nullable(),
  version: z.string(),
  reason: z.string().nullable(),
  heldAt: z.iso.datetime(),
  heldBy: actorSchema.describe('The author of the rollback'),
});

/** As the list shows it: a hold is shown nowhere else. */
export const shownPromotionHoldView = z
  .strictObject({ ...promotionHoldView.shape, actions: actionsView(['liftPromotionHold']) })
  .meta({ id: 'PromotionHold' });

export const viewPromotionHold = (item: NewPromotionHold): z.output<typeof promotionHoldView> => ({
  environmentId: item.environmentId,
  environmentName: item.environmentName,
  serviceId: item.serviceId,
  service: item.service,
  deploymentId: item.deploymentId,
  releaseId: item.releaseId ?? null,
  version: item.version,
  reason: item.reason ?? null,
  heldAt: item.heldAt,
  heldBy: item.heldBy as z.output<typeof actorSchema>,
});
