// Removes a deleted chat or ticket integration from the releases that use it, and the records of those uses.
import { IntegrationDeleted } from '../../../entities/integrations/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { callerAt } from '../deps.ts';
import { isRemovable, removeIntegration } from '../uses.ts';
import type { EventsDeps } from './release-changed.ts';

export async function onIntegrationDeleted({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, actor, correlationId, data } = IntegrationDeleted.parse(detail);
  if (!isRemovable(data)) return;
  const caller = callerAt(tenantId, deps.now(), correlationId, actor);
  for await (const { releaseId } of deps.uses.allReleasesOf(tenantId, data.integrationId)) {
    await unlessGone('release', removeIntegration(caller, releaseId, data, deps));
    await deps.uses.forget(tenantId, releaseId, [data.integrationId]);
  }
}
