// The `events` function of the tenants domain.
import { TenantDeleted } from '../../entities/tenants/events.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { createStart } from '../_kit/workflow/executions.ts';
import { manifest } from './manifest.ts';
import { onTenantDeleted, type TenantEventsDeps } from './on/tenant-deleted.ts';

export const consumers: Consumers<TenantEventsDeps> = { events: { [TenantDeleted.type]: onTenantDeleted } };

export const handler = eventsOf(manifest, consumers, () => ({ start: createStart(manifest.lambdas.events) }));
