// Lists the components of the tenant, newest first.
import { viewComponent } from '../../../entities/catalog/components/component.model.ts';
import type { Ops } from '../deps.ts';

export const listComponents: Ops['listComponents'] = async (call, deps) => {
  const { service, ...page } = call.query;
  const { items, nextCursor } = await deps.components.list(call.caller.tenantId, service, page);
  return { body: { items: items.map(viewComponent), nextCursor } };
};
