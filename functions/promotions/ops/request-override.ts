// Asks for an override of the freeze for one promotion; another person must grant it. Asking again replaces an earlier request or grant.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { askedOverride, assertPerson } from '../../../entities/promotions/overrides/override.model.ts';
import { assertWaits } from '../../../entities/promotions/promotion.model.ts';
import type { Ops } from '../deps.ts';
import { saveOverride } from '../overrides.ts';

export const requestOverride: Ops['requestOverride'] = async (call, deps) => {
  const { caller, body } = call;
  const before = await deps.promotions.get(caller.tenantId, call.params.promotion ?? '');
  assertRevision(call, before);
  assertPerson(caller.actor);
  assertWaits(before);
  return saveOverride(call, before, 'requested', askedOverride(caller.actor, caller.at, body), deps);
};
