// Deletes an environment that nothing names.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { assertUnused } from '../../../entities/environments/environment.model.ts';
import { assertMayLoosen, loosenedByDeletion } from '../../../entities/environments/loosening.model.ts';
import { saveDeleted } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { environmentKind } from '../kinds.ts';

export const deleteEnvironment: Ops['deleteEnvironment'] = async (call, { environments }) => {
  const item = await environments.get(call.caller.tenantId, call.params.environment ?? '');
  assertRevision(call, item);
  assertMayLoosen(call.caller, loosenedByDeletion(item));
  assertUnused(item);
  return saveDeleted(call, environmentKind, item, environments.remove(item));
};
