// Creates a repository, once per provider and external id.
import { newId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { repositoryDefinition } from '../../../entities/catalog/repositories/repository.entity.ts';
import { saveCreated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { repositoryKind } from '../kinds.ts';

export const createRepository: Ops['createRepository'] = (call, deps) => {
  const { tenantId, at } = call.caller;
  const stamps = firstStamps(repositoryDefinition, isoOf(at));
  const item = { ...call.body, tenantId, repositoryId: newId<'Repository'>(at), ...stamps };
  return saveCreated(call, repositoryKind, item, deps.repositories.create(item));
};
