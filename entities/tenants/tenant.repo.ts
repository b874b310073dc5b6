// Reads and writes of tenants. Writes are returned for a transaction.
import { isId, type TenantId } from '../_base/ids.ts';
import type { Born } from '../_base/table/entity.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Changes, Table, Write } from '../_base/table/table.ts';
import { tenantErrors } from './errors.ts';
import { type TenantItem, tenantDefinition, tenantSlugDefinition } from './tenant.entity.ts';

/** No tenant has this id. */
export const NO_TENANT = '00000000-0000-7000-8000-000000000000' as TenantId;

export type TenantRepo = ReturnType<typeof createTenantRepo>;

export function createTenantRepo(table: Table) {
  const tenants = itemsOf(table, tenantDefinition);
  const slugs = itemsOf(table, tenantSlugDefinition);

  const get = async (tenantId: TenantId): Promise<TenantItem | undefined> => {
    const found = await tenants.find({ tenantId });
    return found?.deletedAt === undefined ? found : undefined;
  };
  const idOfSlug = async (slug: string): Promise<TenantId | undefined> =>
    (await slugs.find({ slug }))?.tenantId as TenantId | undefined;
  /** Fails with `tenant.slug_taken` if another tenant has the slug, also as an alias. */
  const claim = ({ tenantId }: Pick<TenantItem, 'tenantId'>, slug: string): Write => ({
    ...slugs.put(
      { tenantId, slug },
      { expression: 'attribute_not_exists(pk) OR tenantId = :tenantId', values: { tenantId } },
    ),
    otherwise: tenantErrors.slug_taken({
      fields: [{ path: 'slug', code: 'tenant.slug_taken', message: 'belongs to another tenant' }],
    }),
  });

  return {
    /** By the present slug or an earlier one. */
    idOfSlug,

    /** Also undefined for a tenant that is being deleted. */
    get,

    /**
     * By id, slug or earlier slug, as a path names it. Also undefined for a tenant that is being deleted. An unknown tenant needs the same
     * reads as a known one.
     */
    async find(of: string): Promise<TenantItem | undefined> {
      const tenantId = isId(of) ? (of as TenantId) : await idOfSlug(of);
      return get(tenantId ?? NO_TENANT);
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

    /** `at` is ISO 8601. A new slug is claimed; the previous one stays the tenant's as an alias. */
    update: (loaded: TenantItem, at: string, changes: Changes<TenantItem>): Write[] => [
      tenants.change(loaded, at, changes),
      ...(changes.slug === undefined || changes.slug === loaded.slug ? [] : [claim(loaded, changes.slug)]),
    ],

    /** Deletes the tenant and its slugs, the last of its data. */
    remove: (loaded: TenantItem): Write[] => [
      tenants.remove(loaded),
      ...[loaded.slug, ...(loaded.aliases ?? [])].map((slug) => slugs.forget({ slug })),
    ],

    create: (item: Born<TenantItem>): Write[] => [
      tenants.first(item),
      slugs.create({ slug: item.slug, tenantId: item.tenantId }, tenantErrors.slug_taken()),
    ],
  };
}
