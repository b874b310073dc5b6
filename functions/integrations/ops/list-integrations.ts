// listIntegrations: the integrations of one kind, for lists and drop-downs.
import { integrationViewOf } from '../../../entities/integrations/integration.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { addressedKind } from '../changes/addressed.ts';
import type { IntegrationsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const listIntegrations: Operation<typeof manifest.routes.listIntegrations, IntegrationsDeps> = async (
  call,
  deps,
) => {
  const kind = addressedKind(call);
  const { limit, cursor, ...filter } = call.query;
  const page = await deps.integrations.list(call.caller.tenantId, kind, filter, { limit, cursor });
  return { body: { items: page.items.map(integrationViewOf), nextCursor: page.nextCursor } };
};
