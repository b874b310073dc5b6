// Lists runbooks without contents, newest first.
import { viewListed } from '../../../entities/runbooks/runbook.model.ts';
import type { Ops } from '../deps.ts';

export const listRunbooks: Ops['listRunbooks'] = async ({ caller, query }, { runbooks }) => {
  const { limit, cursor, ...filters } = query;
  const { items, nextCursor } = await runbooks.list(caller.tenantId, filters, { limit, cursor });
  return { body: { items: items.map(viewListed), nextCursor } };
};
