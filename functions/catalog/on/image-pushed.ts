// A registry got an image: asks it for the digests of the tags, and records them at the components of that image.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { registryPush } from '../../../entities/catalog/components/image-push.reader.ts';
import { METRICS } from '../../../entities/names.ts';
import type { ImagePush } from '../../../entities/releases/reports/report.model.ts';
import type { BusEvent, Delivery } from '../../_kit/bus/bus-event.ts';
import { unreadReason } from '../../_kit/bus/unread.ts';
import { count } from '../../_kit/metrics.ts';
import { recordNoted, recordTags } from '../components/recording.ts';
import { CATALOG_ACTOR, type CatalogEventsDeps } from '../deps.ts';

const pushDetail = z.object({ tenantId: z.string(), integrationId: z.string(), payload: z.unknown().optional() });

/** Undefined, and counted, for a payload that is not as its sender documents it. */
function pushOf(event: BusEvent, payload: unknown): ImagePush | undefined {
  try {
    return registryPush.read(payload) as ImagePush | undefined;
  } catch (error) {
    count(METRICS.unread, event.source, { reason: unreadReason(error) });
    return undefined;
  }
}

export async function onImagePushed(event: BusEvent, deps: CatalogEventsDeps, delivery?: Delivery): Promise<void> {
  const { tenantId, integrationId, payload } = pushDetail.parse(event.detail);
  const push = pushOf(event, payload);
  if (!push) return;
  const named = await deps.components.ofRegistry(tenantId, integrationId, push.image);
  if (named.length === 0) count(METRICS.unmatched, event.source, { tenantId, integrationId, named: push.image });
  const caller = {
    tenantId: tenantId as TenantId,
    actor: CATALOG_ACTOR,
    correlationId: event.id,
    at: deps.now(),
  };
  for (const component of named) {
    await recordNoted(
      caller,
      component,
      async () => {
        await recordTags(caller, component, push.tags, 'WEBHOOK', deps);
        return { isWhole: false };
      },
      deps,
      delivery,
    );
  }
}
