// Changes an environment.
import { changedFields } from '../../../entities/_base/changes.ts';
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import type { EnvironmentItem } from '../../../entities/environments/environment.entity.ts';
import { storedFields } from '../../../entities/environments/environment.model.ts';
import { saveUpdated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { environmentKind } from '../kinds.ts';

export const updateEnvironment: Ops['updateEnvironment'] = async (call, { environments }) => {
  const before = await environments.get(call.caller.tenantId, call.params.environment ?? '');
  assertRevision(call, before);
  const changes = changedFields(before, storedFields(call.body)) as Changes<EnvironmentItem>;
  return saveUpdated(call, environmentKind, before, changes, (at) => environments.update(before, at, changes));
};
