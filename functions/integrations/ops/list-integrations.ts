// listIntegrations: the integrations of one kind, for lists and drop-downs.
import { integrationViewOf } from '../../../entities/integrations/integration.model.ts';
import { addressedKind } from '../changes/addressed.ts';
import type { Ops } from '../deps.ts';

export const listIntegrations: Ops['listIntegrations'] = async (call, deps) => {
  const kind = addressedKind(call);
  const { limit, cursor, ...filter } = call.query;
  const page = await deps.integrations.list(call.caller.tenantId, kind, filter, { limit, cursor });
  return { body: { items: page.items.map(integrationViewOf), nextCursor: page.nextCursor } };
};
