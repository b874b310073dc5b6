// Starts the workflow of a release that was created.
import { ReleaseCreated } from '../../../entities/releases/events.ts';
import type { BusEvent } from '../../_kit/bus-event.ts';
import type { EventsDeps } from './release-changed.ts';

export async function onReleaseCreated({ detail }: BusEvent, { lifecycle }: EventsDeps): Promise<void> {
  const { tenantId, data } = ReleaseCreated.parse(detail);
  await lifecycle.start(tenantId, data.releaseId);
}
