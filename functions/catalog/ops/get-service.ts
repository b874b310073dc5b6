// Answers one service, by id or slug.
import { viewService } from '../../../entities/catalog/services/service.model.ts';
import type { Ops } from '../deps.ts';

export const getService: Ops['getService'] = async (call, deps) => {
  const service = await deps.services.get(call.caller.tenantId, call.params.service ?? '');
  return { body: viewService(service), revision: service.revision };
};
