// getIntegration: answers one integration, without its credentials.
import { integrationViewOf } from '../../../entities/integrations/integration.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { addressedIntegration } from '../changes/addressed.ts';
import type { IntegrationsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const getIntegration: Operation<typeof manifest.routes.getIntegration, IntegrationsDeps> = async (
  call,
  deps,
) => {
  const item = await addressedIntegration(call, deps);
  return { body: integrationViewOf(item), revision: item.revision, showsMore: true };
};
