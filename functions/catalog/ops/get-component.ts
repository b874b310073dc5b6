// Answers one component.
import { showComponent } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getComponent: Ops['getComponent'] = async (call, deps) => {
  const component = await deps.components.get(call.caller.tenantId, call.params.component ?? '');
  return { body: showComponent(call.caller, component), revision: component.revision };
};
