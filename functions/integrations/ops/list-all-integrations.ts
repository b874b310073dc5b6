// Lists the integrations of all kinds.
import { integrationViewOf } from '../../../entities/integrations/integration.model.ts';
import type { Ops } from '../deps.ts';

export const listAllIntegrations: Ops['listAllIntegrations'] = async ({ caller, query }, deps) => {
  const { limit, cursor, ...filter } = query;
  const page = await deps.integrations.listAll(caller.tenantId, filter, { limit, cursor });
  return { body: { items: page.items.map(integrationViewOf), nextCursor: page.nextCursor } };
};
