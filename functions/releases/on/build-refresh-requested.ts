// Asks a CI service for the state of a build because a person wants to know it, once per request.
import { BuildRefreshRequested } from '../../../entities/releases/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { lookAtBuild } from '../builds/look-at-build.ts';
import { callerAt } from '../deps.ts';
import type { EventsDeps } from './release-changed.ts';

export async function onBuildRefreshRequested({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, actor, correlationId, data } = BuildRefreshRequested.parse(detail);
  const { releaseId, pipelineIntegrationId: id } = data;
  const { pipelines } = await deps.releases.whole(tenantId, releaseId);
  if (pipelines.find((item) => item.pipelineIntegrationId === id)?.refreshWantedAt === undefined) return;
  await lookAtBuild(callerAt(tenantId, deps.now(), correlationId, actor), releaseId, id, deps);
}
