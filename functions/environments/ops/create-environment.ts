// Creates an environment.
import type { EnvironmentItem } from '../../../entities/environments/environment.entity.ts';
import { assertReachable, newEnvironment } from '../../../entities/environments/environment.model.ts';
import { assertMayLoosen, loosenedByCreation } from '../../../entities/environments/loosening.model.ts';
import { saveCreated } from '../../_kit/resources/kind.ts';
import type { EnvironmentsDeps, Ops } from '../deps.ts';
import { environmentKind } from '../kinds.ts';
import { policyWrites } from '../policy.ts';

/** Environments of one place that are read, as for the order of a promotion. */
const MOST_AT_PLACE = 100;

/** The environments for which those after the new one would not wait any more: it comes between them. */
async function passedBy(item: EnvironmentItem, { environments }: EnvironmentsDeps): Promise<EnvironmentItem[]> {
  if ((await environments.after(item, 1)).length === 0) return [];
  const last = await environments.before({ ...item, place: item.place + 1 }, MOST_AT_PLACE);
  // Of several at one place, those after it wait for each.
  return last.some(({ place }) => place === item.place) ? [] : last;
}

export const createEnvironment: Ops['createEnvironment'] = async (call, deps) => {
  const item = newEnvironment(call.caller.tenantId, call.caller.at, call.body);
  assertReachable(item);
  assertMayLoosen(call.caller, loosenedByCreation(item, await passedBy(item, deps)));
  return saveCreated(call, environmentKind, item, [
    ...deps.environments.create(item),
    ...policyWrites(call.caller, item, deps),
  ]);
};
