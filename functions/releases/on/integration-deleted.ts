// Takes a deleted chat or ticket integration off the releases that named it, and forgets which ones did.
import { IntegrationDeleted } from '../../../entities/integrations/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { callerAt } from '../deps.ts';
import { forgetIntegration, isRemovable } from '../uses/forget-integration.ts';
import type { EventsDeps } from './release-changed.ts';

export async function onIntegrationDeleted({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, actor, correlationId, data } = IntegrationDeleted.parse(detail);
  if (!isRemovable(data)) return;
  const caller = callerAt(tenantId, deps.now(), correlationId, actor);
  for await (const { releaseId } of deps.uses.allReleasesOf(tenantId, data.integrationId)) {
    await unlessGone('release', forgetIntegration(caller, releaseId, data, deps));
    await deps.uses.forget(tenantId, releaseId, [data.integrationId]);
  }
}
