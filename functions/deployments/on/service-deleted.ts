// Forgets where a deleted service is live; its deployments stay. A repetition finds nothing.
import { ServiceDeleted } from '../../../entities/catalog/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { DeploymentsEventsDeps } from '../deps.ts';

export async function onServiceDeleted(
  { detail }: BusEvent,
  { live, liveStores }: DeploymentsEventsDeps,
): Promise<void> {
  const { tenantId, data } = ServiceDeleted.parse(detail);
  await live.removeService(tenantId, data.serviceId);
  await liveStores.removeService(tenantId, data.serviceId);
}
