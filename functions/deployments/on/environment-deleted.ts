// Forgets what is live in an environment that was deleted; its deployments stay. A repetition finds nothing.
import { EnvironmentDeleted } from '../../../entities/environments/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { DeploymentsEventsDeps } from '../deps.ts';

export async function onEnvironmentDeleted({ detail }: BusEvent, { live }: DeploymentsEventsDeps): Promise<void> {
  const { tenantId, data } = EnvironmentDeleted.parse(detail);
  await live.removeEnvironment(tenantId, data.environmentId);
}
