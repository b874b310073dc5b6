// Keeps what is live in a store after news of it. The release says what its target is now, so repeated and late news change nothing.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { versionsWith } from '../../../entities/deployments/live/stores/live-store.model.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { DeploymentsEventsDeps } from '../deps.ts';

const aboutTarget = z.object({
  tenantId: z.string(),
  occurredAt: z.string(),
  data: z.object({ releaseId: z.string(), targetIntegrationId: z.string() }),
});

export async function onStoreChanged({ detail }: BusEvent, deps: DeploymentsEventsDeps): Promise<void> {
  const { tenantId, occurredAt, data } = aboutTarget.parse(detail);
  const { targetIntegrationId } = data;
  const { release, targets } = await deps.releases.whole(tenantId as TenantId, data.releaseId);
  const target = targets.find((one) => one.targetIntegrationId === targetIntegrationId);
  const service = await deps.services.bySlug(tenantId, release.service);
  // An environment, where a SERVER target is released, says itself what is live there.
  if (!target || target.environmentId !== undefined || !service) return;
  const place = { tenantId, serviceId: service.serviceId, service: release.service, targetIntegrationId };
  await retryOnConflict(async () => {
    const before = await deps.liveStores.find(place);
    const recent = versionsWith(before?.recent ?? [], release, target, occurredAt);
    await deps.liveStores.keep(place, before, recent, isoOf(deps.now()));
  });
}
