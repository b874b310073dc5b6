// The consumers of the tenants domain, by the detail-types that its manifest subscribes to.
import { TenantDeleted } from '../../entities/tenants/events.ts';
import type { Consumers } from '../_kit/bus/bus-event.ts';
import { onTenantDeleted, type TenantEventsDeps } from './on/tenant-deleted.ts';

export const consumers: Consumers<TenantEventsDeps> = { events: { [TenantDeleted.type]: onTenantDeleted } };
