// Answers one component.
import { viewComponent } from '../../../entities/catalog/components/component.model.ts';
import type { Ops } from '../deps.ts';

export const getComponent: Ops['getComponent'] = async (call, deps) => {
  const component = await deps.components.get(call.caller.tenantId, call.params.component ?? '');
  return { body: viewComponent(component), revision: component.revision };
};
