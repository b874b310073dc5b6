// Creates a service, which releases then name by its slug.
import { newService } from '../../../entities/catalog/services/service.model.ts';
import { saveCreated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { serviceKind } from '../kinds.ts';
import { serviceReferences } from '../services/references.ts';

export const createService: Ops['createService'] = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const item = newService(tenantId, at, call.body);
  const holds = await serviceReferences(call.caller, undefined, item, deps);
  return saveCreated(call, serviceKind, item, [...deps.services.create(item), ...holds]);
};
