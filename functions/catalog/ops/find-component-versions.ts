// Lists the versions of all components that have a digest now.
import { viewVersion } from '../../../entities/catalog/components/component-version.model.ts';
import type { Ops } from '../deps.ts';

export const findComponentVersions: Ops['findComponentVersions'] = async (call, deps) => {
  const { digest, ...page } = call.query;
  const { items, nextCursor } = await deps.components.withDigest(call.caller.tenantId, digest, page);
  return { body: { items: items.map(viewVersion), nextCursor } };
};
