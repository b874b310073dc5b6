// Lists freeze windows, newest first.
import { viewFreezeWindow } from '../../../entities/environments/freezes/freeze-window.model.ts';
import type { Ops } from '../deps.ts';

export const listFreezeWindows: Ops['listFreezeWindows'] = async (call, { freezeWindows }) => {
  const { limit, cursor, ...filter } = call.query;
  const { items, nextCursor } = await freezeWindows.list(call.caller.tenantId, filter, { limit, cursor });
  return { body: { items: items.map(viewFreezeWindow), nextCursor } };
};
