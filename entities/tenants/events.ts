// Events of tenants.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

export const TenantCreated = defineEvent('tenants', 'TenantCreated', 1, z.object({ slug: z.string() }));
export const TokensIssued = defineEvent('tenants', 'TokensIssued', 1, z.object({ count: z.number().int() }));
