// Changes a repository. Its provider and external id stay: by them it is known.
import { changedFields } from '../../../entities/_base/changes.ts';
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { saveUpdated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { repositoryKind } from '../kinds.ts';

export const updateRepository: Ops['updateRepository'] = async (call, deps) => {
  const before = await deps.repositories.get(call.caller.tenantId, call.params.repository ?? '');
  assertRevision(call, before);
  const changes = changedFields(before, call.body);
  return saveUpdated(call, repositoryKind, before, changes, (at) => [deps.repositories.update(before, at, changes)]);
};
