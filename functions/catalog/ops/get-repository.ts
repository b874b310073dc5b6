// Answers one repository.
import { viewRepository } from '../../../entities/catalog/repositories/repository.model.ts';
import type { Ops } from '../deps.ts';

export const getRepository: Ops['getRepository'] = async (call, deps) => {
  const repository = await deps.repositories.get(call.caller.tenantId, call.params.repository ?? '');
  return { body: viewRepository(repository), revision: repository.revision };
};
