// getIntegration: answers one integration, without its credentials.
import { integrationViewOf } from '../../../entities/integrations/integration.model.ts';
import { addressedIntegration } from '../changes/addressed.ts';
import type { Ops } from '../deps.ts';

export const getIntegration: Ops['getIntegration'] = async (call, deps) => {
  const item = await addressedIntegration(call, deps);
  return { body: integrationViewOf(item), revision: item.revision, showsMore: true };
};
