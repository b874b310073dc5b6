// Lists targets, newest first.
import { viewTarget } from '../../../entities/environments/targets/target.model.ts';
import type { Ops } from '../deps.ts';

export const listEnvironmentTargets: Ops['listEnvironmentTargets'] = async (call, { targets }) => {
  const { limit, cursor, ...filter } = call.query;
  const { items, nextCursor } = await targets.list(call.caller.tenantId, filter, { limit, cursor });
  return { body: { items: items.map(viewTarget), nextCursor } };
};
