// Changes a service. Its slug stays.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ServiceUpdated } from '../../../entities/catalog/events.ts';
import type { ServiceItem } from '../../../entities/catalog/services/service.entity.ts';
import { changesOf, viewService } from '../../../entities/catalog/services/service.model.ts';
import { type Ops, serviceAudit } from '../deps.ts';
import { heldReferences } from '../services/references.ts';

export const updateService: Ops['updateService'] = async (call, deps) => {
  const { caller, body } = call;
  const before = await deps.services.get(caller.tenantId, call.params.service ?? '');
  assertRevision(call, before);
  const changes = changesOf(before, body);
  const changed = Object.keys(changes);
  if (changed.length === 0) return { body: viewService(before), revision: before.revision };
  const holds = await heldReferences(caller, changes, deps);
  const at = isoOf(caller.at);
  const after = { ...before, ...changes, updatedAt: at, revision: before.revision + 1 } as ServiceItem;
  const { serviceId, slug } = after;
  const view = viewService(after);
  return call.save(
    {
      writes: [...deps.services.update(before, at, changes), ...holds],
      events: [ServiceUpdated.create(caller, serviceId, { serviceId, slug, changed })],
      audit: serviceAudit(after, 'service.updated', { before: viewService(before), after: view }),
    },
    { body: view, revision: after.revision },
  );
};
