// Asks for a reading of the tags of a component from its registry; the consumer of the event reads them.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { assertHasRegistry, viewComponent } from '../../../entities/catalog/components/component.model.ts';
import { ComponentRefreshRequested } from '../../../entities/catalog/events.ts';
import type { Ops } from '../deps.ts';

export const refreshComponent: Ops['refreshComponent'] = async (call, deps) => {
  const { caller } = call;
  const component = await deps.components.get(caller.tenantId, call.params.component ?? '');
  assertRevision(call, component);
  const { componentId, serviceId } = component;
  assertHasRegistry(component);
  return call.save(
    {
      writes: [deps.components.there(component)],
      events: [ComponentRefreshRequested.create(caller, componentId, { componentId, serviceId, page: 1 })],
      audit: { action: 'component.refresh_requested', resourceType: 'Component', resourceId: componentId },
    },
    { body: viewComponent(component), revision: component.revision },
  );
};
