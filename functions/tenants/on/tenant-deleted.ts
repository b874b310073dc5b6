// A tenant was deleted: starts the state machine that removes its data.
import { TenantDeleted } from '../../../entities/tenants/events.ts';
import { tenantRemoval } from '../../../statemachines/tenant-removal/tenant-removal.contract.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { Start } from '../../_kit/workflow/executions.ts';

export interface TenantEventsDeps {
  readonly start: Start<typeof tenantRemoval>;
}

export async function onTenantDeleted({ detail }: BusEvent, { start }: TenantEventsDeps): Promise<void> {
  const { tenantId } = TenantDeleted.parse(detail);
  await start(tenantRemoval, { tenantId });
}
