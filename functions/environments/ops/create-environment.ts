// Creates an environment. An ADMIN may also bring it past approvals.
import { assertReachable, newEnvironment } from '../../../entities/environments/environment.model.ts';
import { assertMayLoosen, loosenedByCreation } from '../../../entities/environments/loosening.model.ts';
import { saveCreated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { environmentKind } from '../kinds.ts';
import { passedBy } from '../passed.ts';
import { policyWrites } from '../policy.ts';

export const createEnvironment: Ops['createEnvironment'] = async (call, deps) => {
  const item = newEnvironment(call.caller.tenantId, call.caller.at, call.body);
  assertReachable(item);
  assertMayLoosen(call.caller, loosenedByCreation(item, await passedBy(item, deps)));
  return saveCreated(call, environmentKind, item, [
    ...deps.environments.create(item),
    ...policyWrites(call.caller, item, deps),
  ]);
};
