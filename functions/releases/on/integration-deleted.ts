// Takes a deleted chat or ticket integration off the releases that named it (SET NULL of the release-integrations model).
import { IntegrationDeleted } from '../../../entities/integrations/events.ts';
import type { BusEvent } from '../../_kit/bus-event.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { auditOf, callerAt, isoOf } from '../deps.ts';
import type { EventsDeps } from './release-changed.ts';

const FIELDS = { COMMUNICATION: 'communicationIntegrationId', TICKET: 'ticketIntegrationId' } as const;

export async function onIntegrationDeleted({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, actor, correlationId, data } = IntegrationDeleted.parse(detail);
  const { kind, integrationId } = data;
  if (kind !== 'COMMUNICATION' && kind !== 'TICKET') return;
  const field = FIELDS[kind];
  for await (const { releaseId } of deps.uses.allReleasesOf(tenantId, integrationId)) {
    await retryOnConflict(async () => {
      const { release } = await deps.releases.whole(tenantId, releaseId);
      if (release[field] !== integrationId) return;
      const caller = callerAt(tenantId, deps.now(), correlationId, actor);
      await deps.commit(caller, {
        writes: [deps.releases.update(release, isoOf(caller.at), { [field]: undefined })],
        events: [],
        audit: auditOf(release, 'release.integration_removed', { [field]: integrationId }),
      });
    });
  }
}
