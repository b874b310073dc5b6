// Events of tenants.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

export const TenantCreated = defineEvent('tenants', 'TenantCreated', 1, () => z.object({ slug: z.string() }));
/** Name, slug or time zone of the tenant changed. */
export const TenantUpdated = defineEvent('tenants', 'TenantUpdated', 1, () => z.object({ slug: z.string() }));
/** All requests to the tenant are refused; its data is being removed. */
export const TenantDeleted = defineEvent('tenants', 'TenantDeleted', 1, () => z.object({ slug: z.string() }));
/** The tenant's data is removed, and its slug is free. */
export const TenantRemoved = defineEvent('tenants', 'TenantRemoved', 1, () => z.object({ slug: z.string() }));
/** The operator set the tenant's mail senders, and the recipients besides its members. */
export const MailBindingChanged = defineEvent('tenants', 'MailBindingChanged', 1, () => z.object({ slug: z.string() }));
