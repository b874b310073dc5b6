// Tenants, and the sentinel of their unique slug. Only the slug's partition does not begin with a tenant: it finds a tenant
// by name.
import { defineEntity, defineRecord, type ItemOf, list, optional, text } from '../_base/table/entity.ts';
import { tenantKeys, tenantSlugKeys } from './tenant.keys.ts';

export const tenantDefinition = defineEntity('tenant', tenantKeys, {
  slug: text,
  /** Earlier slugs, which name the tenant as well. */
  aliases: optional(list(text)),
  name: text,
  /** IANA name of the time zone for times without an offset; UTC if absent. */
  timeZone: optional(text),
  /** Addresses and domains that the tenant may send mails from; see mail.model.ts. */
  mailSenders: optional(list(text)),
  /** Addresses and domains that the operator has confirmed as its recipients. */
  mailRecipients: optional(list(text)),
  /** The time of deletion. From then on its data is being removed, and it is answered as unknown. */
  deletedAt: optional(text),
});

export const tenantSlugDefinition = defineRecord('tenantSlug', tenantSlugKeys, { slug: text });

export type TenantItem = ItemOf<typeof tenantDefinition>;
