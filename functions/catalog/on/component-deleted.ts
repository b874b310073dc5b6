// Removes the versions of a deleted component. A repetition removes nothing.
import { ComponentDeleted } from '../../../entities/catalog/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { CatalogEventsDeps } from '../deps.ts';

export async function onComponentDeleted({ detail }: BusEvent, { components }: CatalogEventsDeps): Promise<void> {
  const { tenantId, data } = ComponentDeleted.parse(detail);
  await components.removeVersions(tenantId, data.componentId);
}
