// A tenant was deleted: starts what removes all that is stored of it.
import { TenantDeleted } from '../../../entities/tenants/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { RemovalStarter } from '../removal-starter.ts';

export interface TenantEventsDeps {
  readonly starter: RemovalStarter;
}

export async function onTenantDeleted({ detail }: BusEvent, { starter }: TenantEventsDeps): Promise<void> {
  const { tenantId } = TenantDeleted.parse(detail);
  await starter.start({ tenantId });
}
