// Forgets what is live in a store whose integration was deleted. A repetition finds nothing.
import { IntegrationDeleted } from '../../../entities/integrations/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { DeploymentsEventsDeps } from '../deps.ts';

export async function onStoreDeleted({ detail }: BusEvent, { liveStores }: DeploymentsEventsDeps): Promise<void> {
  const { tenantId, data } = IntegrationDeleted.parse(detail);
  if (data.kind === 'TARGET') await liveStores.removeStore(tenantId, data.integrationId);
}
