// Reads a page of the tags of a component from its registry, records what changed, and asks for the next page. A repetition finds
// what is recorded already.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { ComponentRefreshRequested } from '../../../entities/catalog/events.ts';
import type { BusEvent, Delivery } from '../../_kit/bus/bus-event.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { recordNoted, recordTags } from '../components/recording.ts';
import type { CatalogEventsDeps } from '../deps.ts';

/** The most pages of one reading, of a hundred tags each. */
const MOST_PAGES = 100;
const TOO_MANY =
  'The registry has more tags than the 10,000 that are read at once: tags after these are recorded when they are pushed or by PUT';

export async function onComponentRefreshRequested(
  { detail }: BusEvent,
  deps: CatalogEventsDeps,
  delivery?: Delivery,
): Promise<void> {
  const { tenantId, correlationId, actor, data } = ComponentRefreshRequested.parse(detail);
  const { componentId, page, after } = data;
  const component = await unlessGone('component', deps.components.get(tenantId, componentId));
  if (component?.registryIntegrationId === undefined) return;
  const caller = { tenantId: tenantId as TenantId, actor, correlationId, at: deps.now() };
  await recordNoted(
    caller,
    component,
    async () => {
      const registry = await deps.registryOf(component);
      const { tags, next } = await registry.tags({ image: component.imagePath, after });
      await recordTags(caller, component, tags, 'REFRESH', deps);
      if (next === undefined) return { isWhole: true };
      if (page >= MOST_PAGES) return { isWhole: false, remark: TOO_MANY };
      const further = { componentId, serviceId: component.serviceId, page: page + 1, after: next };
      await deps.save(caller, {
        writes: [deps.components.there(component)],
        events: [ComponentRefreshRequested.create(caller, componentId, further)],
        audit: {
          action: 'component.refresh_continued',
          resourceType: 'Component',
          resourceId: componentId,
          details: { page },
        },
      });
      return { isWhole: false };
    },
    deps,
    delivery,
  );
}
