// Events of tenants.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

export const TenantCreated = defineEvent('tenants', 'TenantCreated', 1, () => z.object({ slug: z.string() }));
export const TokensIssued = defineEvent('tenants', 'TokensIssued', 1, () => z.object({ count: z.number().int() }));
/** It opens nothing any more. `tokenId` is as `tokenIdOf` answers it. */
export const TokenRevoked = defineEvent('tenants', 'TokenRevoked', 1, () => z.object({ tokenId: z.string() }));
/** Nobody may do anything in it any more; what is stored of it goes by and by. */
export const TenantDeleted = defineEvent('tenants', 'TenantDeleted', 1, () => z.object({ slug: z.string() }));
/** Nothing is left of it, and its slug is free. */
export const TenantRemoved = defineEvent('tenants', 'TenantRemoved', 1, () => z.object({ slug: z.string() }));
/** The operator said what it may write mails from, and to whom besides its people. */
export const MailBindingChanged = defineEvent('tenants', 'MailBindingChanged', 1, () => z.object({ slug: z.string() }));
