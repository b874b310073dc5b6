// Lists the versions of a component, by tag.
import { viewVersion } from '../../../entities/catalog/components/component-version.model.ts';
import type { Ops } from '../deps.ts';

export const listComponentVersions: Ops['listComponentVersions'] = async (call, deps) => {
  const { limit, cursor, ...filter } = call.query;
  const component = await deps.components.get(call.caller.tenantId, call.params.component ?? '');
  const { items, nextCursor } = await deps.components.versions(component, filter, { limit, cursor });
  return { body: { items: items.map(viewVersion), nextCursor } };
};
