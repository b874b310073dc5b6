// Answers one repository.
import { showRepository } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getRepository: Ops['getRepository'] = async (call, deps) => {
  const repository = await deps.repositories.get(call.caller.tenantId, call.params.repository ?? '');
  return { body: showRepository(call.caller, repository), revision: repository.revision };
};
