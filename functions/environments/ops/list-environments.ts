// Lists environments in the order of promotion.
import { viewEnvironment } from '../../../entities/environments/environment.model.ts';
import type { Ops } from '../deps.ts';

export const listEnvironments: Ops['listEnvironments'] = async (call, { environments }) => {
  const { limit, cursor, ...filter } = call.query;
  const { items, nextCursor } = await environments.list(call.caller.tenantId, filter, { limit, cursor });
  return { body: { items: items.map(viewEnvironment), nextCursor } };
};
