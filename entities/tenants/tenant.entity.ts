// Tenants and the sentinel of their unique slug. The slug's partition is the only one that does not begin with a tenant:
// it is how a tenant is found by name.
import { defineEntity, defineRecord, type ItemOf, list, optional, text } from '../_base/table/entity.ts';
import { tenantKeys, tenantSlugKeys } from './tenant.keys.ts';

export const tenantDefinition = defineEntity('tenant', tenantKeys, {
  slug: text,
  name: text,
  /** IANA name; UTC when absent. Plans without an offset are meant in it. */
  timeZone: optional(text),
  /** Addresses and domains that the operator lets it write mails from; see mail.model.ts. */
  mailSenders: optional(list(text)),
  /** Addresses and domains that the operator has confirmed as its recipients. */
  mailRecipients: optional(list(text)),
  /** When it was deleted; from then on it is being removed, and everybody else gets it answered as unknown. */
  deletedAt: optional(text),
});

export const tenantSlugDefinition = defineRecord('tenantSlug', tenantSlugKeys, { slug: text });

export type TenantItem = ItemOf<typeof tenantDefinition>;
