// Clears a removed owner or team from the services that name it (SET NULL). A repetition finds none.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { ServiceItem } from '../../../entities/catalog/services/service.entity.ts';
import { TeamDeleted, UserRemoved } from '../../../entities/people/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { updateOf } from '../../_kit/resources/kind.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { CATALOG_ACTOR, type CatalogEventsDeps } from '../deps.ts';
import { serviceKind } from '../kinds.ts';

type Named = { readonly ownerId: string } | { readonly teamId: string };

async function clear(caller: Caller, of: Named, { services, save }: CatalogEventsDeps): Promise<void> {
  const [field, id] = 'ownerId' in of ? (['ownerId', of.ownerId] as const) : (['teamId', of.teamId] as const);
  const clearOne = ({ serviceId }: ServiceItem) =>
    retryOnConflict(async () => {
      const before = await services.find(caller.tenantId, serviceId);
      if (before?.[field] !== id) return;
      const changes = { [field]: undefined };
      const writes = services.update(before, isoOf(caller.at), changes);
      await save(caller, updateOf(caller, serviceKind, before, changes, writes).change);
    });
  for (const service of await services.naming(caller.tenantId, of)) await clearOne(service);
}

const callerOf = (
  { tenantId, correlationId }: { readonly tenantId: string; readonly correlationId: string },
  { now }: CatalogEventsDeps,
): Caller => ({ tenantId: tenantId as TenantId, actor: CATALOG_ACTOR, correlationId, at: now() });

export async function onUserRemoved({ detail }: BusEvent, deps: CatalogEventsDeps): Promise<void> {
  const event = UserRemoved.parse(detail);
  await clear(callerOf(event, deps), { ownerId: event.data.userId }, deps);
}

export async function onTeamDeleted({ detail }: BusEvent, deps: CatalogEventsDeps): Promise<void> {
  const event = TeamDeleted.parse(detail);
  await clear(callerOf(event, deps), { teamId: event.data.teamId }, deps);
}
