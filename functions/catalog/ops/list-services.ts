// Lists the services of the tenant, newest first.
import { viewService } from '../../../entities/catalog/services/service.model.ts';
import type { Ops } from '../deps.ts';

export const listServices: Ops['listServices'] = async (call, deps) => {
  const { limit, cursor, ...filter } = call.query;
  const { items, nextCursor } = await deps.services.list(call.caller.tenantId, filter, { limit, cursor });
  return { body: { items: items.map(viewService), nextCursor } };
};
