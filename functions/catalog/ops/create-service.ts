// Creates a service, which releases then name by its slug.
import { ServiceCreated } from '../../../entities/catalog/events.ts';
import { newService, viewService } from '../../../entities/catalog/services/service.model.ts';
import { type Ops, serviceAudit } from '../deps.ts';
import { heldReferences } from '../services/references.ts';

export const createService: Ops['createService'] = async (call, deps) => {
  const { caller, body } = call;
  const holds = await heldReferences(caller, body, deps);
  const item = newService(caller.tenantId, caller.at, body);
  const { serviceId, slug } = item;
  const view = viewService(item);
  return call.save(
    {
      writes: [...deps.services.create(item), ...holds],
      events: [ServiceCreated.create(caller, serviceId, { serviceId, slug })],
      audit: serviceAudit(item, 'service.created', { after: view }),
    },
    { body: view, location: `/services/${serviceId}`, revision: 1 },
  );
};
