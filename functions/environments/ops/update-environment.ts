// Changes an environment. An ADMIN may also make promotions easier.
import { changedFields } from '../../../entities/_base/changes.ts';
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import type { EnvironmentItem } from '../../../entities/environments/environment.entity.ts';
import { assertReachable, storedFields } from '../../../entities/environments/environment.model.ts';
import { assertMayLoosen, loosenedBy } from '../../../entities/environments/loosening.model.ts';
import { changesPolicy } from '../../../entities/environments/policies/approval-policy.model.ts';
import { saveUpdated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { environmentKind } from '../kinds.ts';
import { passedBy } from '../passed.ts';
import { policyWrites } from '../policy.ts';

export const updateEnvironment: Ops['updateEnvironment'] = async (call, deps) => {
  const before = await deps.environments.get(call.caller.tenantId, call.params.environment ?? '');
  assertRevision(call, before);
  const given = changedFields(before, storedFields(call.body)) as Changes<EnvironmentItem>;
  const isPolicy = changesPolicy(given);
  const changes = isPolicy ? { ...given, policyVersion: (before.policyVersion ?? 1) + 1 } : given;
  const after = { ...before, ...changes } as EnvironmentItem;
  assertReachable(after);
  const passed = before.place === after.place ? [] : await passedBy(after, deps);
  assertMayLoosen(call.caller, loosenedBy(before, after, passed));
  return saveUpdated(call, environmentKind, before, changes, (at) => [
    ...deps.environments.update(before, at, changes),
    ...(isPolicy ? policyWrites(call.caller, after, deps) : []),
  ]);
};
