// Answers one service, by id or slug.
import { showService } from '../actions.ts';
import type { Ops } from '../deps.ts';
import { useCountOf } from '../services/users.ts';

export const getService: Ops['getService'] = async ({ caller, params }, deps) => {
  const service = await deps.services.get(caller.tenantId, params.service ?? '');
  return { body: showService(caller, service, await useCountOf(service, deps)), revision: service.revision };
};
