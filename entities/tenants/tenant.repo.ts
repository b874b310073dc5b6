// Reads and writes of tenants. Writes are returned for a transaction.
import type { TenantId } from '../_base/ids.ts';
import type { Born } from '../_base/table/entity.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { tenantErrors } from './errors.ts';
import { type TenantItem, tenantDefinition, tenantSlugDefinition } from './tenant.entity.ts';

export type TenantRepo = ReturnType<typeof createTenantRepo>;

export function createTenantRepo(table: Table) {
  const tenants = itemsOf(table, tenantDefinition);
  const slugs = itemsOf(table, tenantSlugDefinition);

  return {
    idOfSlug: async (slug: string): Promise<TenantId | undefined> =>
      (await slugs.find({ slug }))?.tenantId as TenantId | undefined,

    /** Also undefined for a tenant that is being deleted. */
    async get(tenantId: TenantId): Promise<TenantItem | undefined> {
      const found = await tenants.find({ tenantId });
      return found?.deletedAt === undefined ? found : undefined;
    },

    /** Also answers a tenant that is being deleted. */
    stored: (tenantId: TenantId): Promise<TenantItem | undefined> => tenants.find({ tenantId }),

    /** Fails the transaction unless the tenant exists and is not being deleted. */
    checkThere: (tenantId: TenantId, otherwise: Write['otherwise']): Write =>
      tenants.check(
        { tenantId },
        { expression: 'attribute_exists(pk) AND attribute_not_exists(deletedAt)' },
        otherwise,
      ),

    /** Marks the tenant as deleted: from now on it is answered as unknown. `at` is ISO 8601. */
    markDeleted: (loaded: TenantItem, at: string): Write => tenants.change(loaded, at, { deletedAt: at }),

    /** Replaces the mail binding: senders, and recipients besides the members. */
    bindMail: (loaded: TenantItem, at: string, mailSenders: string[], mailRecipients: string[]): Write =>
      tenants.change(loaded, at, { mailSenders, mailRecipients }),

    /** Deletes the tenant and its slug, the last of its data. */
    remove: (loaded: TenantItem): Write[] => [tenants.remove(loaded), slugs.forget(loaded)],

    create: (item: Born<TenantItem>): Write[] => [
      tenants.first(item),
      slugs.create({ slug: item.slug, tenantId: item.tenantId }, tenantErrors.slug_taken()),
    ],
  };
}
