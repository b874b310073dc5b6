// Tenants and the sentinel of their unique slug. The slug's partition is the only one that does not begin with a tenant:
// it is how a tenant is found by name.
import { Entity, type EntityItem } from 'electrodb';
import { tenantKeys, tenantSlugKeys } from './keys.ts';

const model = (entity: string) => ({ entity, service: 'windlass', version: '1' });

export const createTenantEntity = (table: string) =>
  new Entity(
    {
      model: model('tenant'),
      attributes: {
        tenantId: { type: 'string', required: true },
        slug: { type: 'string', required: true },
        name: { type: 'string', required: true },
        /** IANA name; UTC when absent. Plans without an offset are meant in it. */
        timeZone: { type: 'string' },
        createdAt: { type: 'string', required: true },
        /** Addresses and domains that the operator lets it write mails from; see mail.model.ts. */
        mailSenders: { type: 'list', items: { type: 'string' } },
        /** Addresses and domains that the operator has confirmed as its recipients. */
        mailRecipients: { type: 'list', items: { type: 'string' } },
        /** When it was deleted; from then on it is being removed, and everybody else gets it answered as unknown. */
        deletedAt: { type: 'string' },
      },
      indexes: {
        byId: {
          pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: tenantKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: [], template: tenantKeys.sk },
        },
      },
    } as const,
    { table },
  );

export const createTenantSlugEntity = (table: string) =>
  new Entity(
    {
      model: model('tenantSlug'),
      attributes: {
        slug: { type: 'string', required: true },
        tenantId: { type: 'string', required: true },
      },
      indexes: {
        bySlug: {
          pk: { field: 'pk', casing: 'none', composite: ['slug'], template: tenantSlugKeys.pk },
          sk: { field: 'sk', casing: 'none', composite: [], template: tenantSlugKeys.sk },
        },
      },
    } as const,
    { table },
  );

export type TenantItem = EntityItem<ReturnType<typeof createTenantEntity>>;
