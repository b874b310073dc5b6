// A release was released or cancelled: wakes its workflow, and after a hotfix the workflows of the releases that it blocked.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { callerAt } from '../deps.ts';
import { letAllGo } from '../stores/hotfix.ts';
import { measureStatus } from '../workflow/wait-metrics.ts';
import { type EventsDeps, onReleaseChanged } from './release-changed.ts';

const aboutRelease = z.object({
  tenantId: z.string(),
  correlationId: z.string(),
  data: z.object({ releaseId: z.string() }),
});

export async function onReleaseEnded(event: BusEvent, deps: EventsDeps): Promise<void> {
  await onReleaseChanged(event, deps);
  const { tenantId, correlationId, data } = aboutRelease.parse(event.detail);
  const { release } = await deps.releases.whole(tenantId as TenantId, data.releaseId);
  measureStatus(release.status);
  if (release.releaseType === 'HOTFIX') await letAllGo(callerAt(tenantId, deps.now(), correlationId), release, deps);
}
