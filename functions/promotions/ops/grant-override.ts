// Grants an override of the freeze that another person asked for.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import {
  assertGrantable,
  assertPerson,
  grantedOverride,
} from '../../../entities/promotions/overrides/override.model.ts';
import { assertWaits } from '../../../entities/promotions/promotion.model.ts';
import type { Ops } from '../deps.ts';
import { saveOverride } from '../overrides.ts';

export const grantOverride: Ops['grantOverride'] = async (call, deps) => {
  const { caller } = call;
  const before = await deps.promotions.get(caller.tenantId, call.params.promotion ?? '');
  assertRevision(call, before);
  assertPerson(caller.actor);
  assertWaits(before);
  const asked = before.override;
  assertGrantable(asked, caller.actor, caller.at);
  return saveOverride(call, before, 'granted', grantedOverride(asked, caller.actor, caller.at), deps);
};
