// Asks for a reading of the tags of a component from its registry; the consumer of the event reads them.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { viewComponent } from '../../../entities/catalog/components/component.model.ts';
import { componentErrors } from '../../../entities/catalog/errors.ts';
import { ComponentRefreshRequested } from '../../../entities/catalog/events.ts';
import type { Ops } from '../deps.ts';

export const refreshComponent: Ops['refreshComponent'] = async (call, deps) => {
  const { caller } = call;
  const component = await deps.components.get(caller.tenantId, call.params.component ?? '');
  assertRevision(call, component);
  const { componentId, serviceId, registryIntegrationId } = component;
  if (registryIntegrationId === undefined) {
    throw componentErrors.no_registry({ detail: 'PATCH the component with registryIntegrationId first.' });
  }
  return call.save(
    {
      writes: [deps.components.there(component)],
      events: [ComponentRefreshRequested.create(caller, componentId, { componentId, serviceId, page: 1 })],
      audit: { action: 'component.refresh_requested', resourceType: 'Component', resourceId: componentId },
    },
    { body: viewComponent(component), revision: component.revision },
  );
};
