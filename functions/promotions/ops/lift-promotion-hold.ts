// Lifts the hold of automatic promotions of a service to an environment: the next release that is verified goes there. Ids are taken as they
// are, so that the hold of a deleted service can be lifted too.
import { isId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { promotionHoldErrors } from '../../../entities/promotions/errors.ts';
import { AutoPromotionLifted } from '../../../entities/promotions/events.ts';
import { viewPromotionHold } from '../../../entities/promotions/holds/promotion-hold.model.ts';
import { heldFacts, holdAudit } from '../automatic/hold-news.ts';
import type { Ops } from '../deps.ts';
import { environmentNamed } from '../requests/named.ts';

export const liftPromotionHold: Ops['liftPromotionHold'] = async ({ caller, params, save }, deps) => {
  const { tenantId } = caller;
  const { environment = '', service = '' } = params;
  const environmentId = isId(environment)
    ? environment
    : (await environmentNamed(caller, environment, deps))?.environmentId;
  const serviceId = isId(service) ? service : (await deps.services.bySlug(tenantId, service))?.serviceId;
  if (environmentId === undefined || serviceId === undefined) throw promotionHoldErrors.not_found();
  const held = await deps.holds.find({ tenantId, environmentId, serviceId });
  if (!held) throw promotionHoldErrors.not_found();
  return save(
    {
      writes: deps.holds.lift(held, isoOf(caller.at)),
      events: [AutoPromotionLifted.create(caller, environmentId, heldFacts(held))],
      audit: holdAudit(held, 'promotion_hold.lifted', { before: viewPromotionHold(held) }),
    },
    {},
  );
};
