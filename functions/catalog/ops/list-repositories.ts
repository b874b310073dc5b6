// Lists the repositories of the tenant, newest first.
import { viewRepository } from '../../../entities/catalog/repositories/repository.model.ts';
import type { Ops } from '../deps.ts';

export const listRepositories: Ops['listRepositories'] = async (call, deps) => {
  const { limit, cursor, ...filter } = call.query;
  const { items, nextCursor } = await deps.repositories.list(call.caller.tenantId, filter, { limit, cursor });
  return { body: { items: items.map(viewRepository), nextCursor } };
};
