// Answers the version of a component with a tag.
import { viewVersion } from '../../../entities/catalog/components/component-version.model.ts';
import type { Ops } from '../deps.ts';

export const getComponentVersion: Ops['getComponentVersion'] = async (call, deps) => {
  const component = await deps.components.get(call.caller.tenantId, call.params.component ?? '');
  const version = await deps.components.version(component, call.params.tag ?? '');
  return { body: viewVersion(version), revision: version.revision };
};
