// Tenants: bodies, replies, and the change of a slug, which keeps the earlier one as an alias. Pure.
import * as z from 'zod';
import { isId } from '../_base/ids.ts';
import { changeBody, prose } from '../_base/text.ts';
import { DEFAULT_TIME_ZONE, timeZone } from '../_base/time/wall-time.ts';
import { tenantErrors } from './errors.ts';

const MOST_ALIASES = 20;

export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/, 'must be lower-case letters, digits and hyphens');
const noId = slug.refine((text) => !isId(text), { error: 'must not have the form of an id' });

export const updateTenantBody = changeBody({
  name: prose(100).trim().min(1).optional(),
  slug: noId.optional().describe('The present slug stays valid in paths and hooks'),
  timeZone: timeZone.optional(),
});

export const tenantView = z.strictObject({
  id: z.string(),
  slug: z.string(),
  aliases: z.array(z.string()).describe('Earlier slugs, which name the tenant as well'),
  name: z.string(),
  timeZone: z.string(),
  revision: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** The fields of a tenant that replies need; the stored item has more. */
export interface TenantFacts {
  readonly tenantId: string;
  readonly slug: string;
  readonly aliases?: readonly string[] | undefined;
  readonly name: string;
  readonly timeZone?: string | undefined;
  readonly revision: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const viewTenant = (tenant: TenantFacts): z.output<typeof tenantView> => ({
  id: tenant.tenantId,
  slug: tenant.slug,
  aliases: [...(tenant.aliases ?? [])],
  name: tenant.name,
  timeZone: tenant.timeZone ?? DEFAULT_TIME_ZONE,
  revision: tenant.revision,
  createdAt: tenant.createdAt,
  updatedAt: tenant.updatedAt,
});

/** The attributes that a new slug replaces; none without one. Throws `tenant.too_many_aliases`. */
export function renamed(tenant: TenantFacts, wanted: string | undefined): { slug?: string; aliases?: string[] } {
  if (wanted === undefined || wanted === tenant.slug) return {};
  const aliases = [...(tenant.aliases ?? []).filter((one) => one !== wanted), tenant.slug];
  if (aliases.length > MOST_ALIASES) throw tenantErrors.too_many_aliases();
  return { slug: wanted, aliases };
}
