// Reads and writes of OpenID providers and the links of their subjects to users. Writes are returned for a transaction.
import { isId, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import { type Changes, EXISTS, type Table, type Write } from '../../_base/table/table.ts';
import { providerErrors } from '../errors.ts';
import {
  type ProviderItem,
  providerCountDefinition,
  providerDefinition,
  providerLinkDefinition,
} from './provider.entity.ts';
import { MOST_PROVIDERS } from './provider.model.ts';

export type ProviderRepo = ReturnType<typeof createProviderRepo>;

export function createProviderRepo(table: Table) {
  const providers = itemsOf(table, providerDefinition);
  const counts = itemsOf(table, providerCountDefinition);
  const links = itemsOf(table, providerLinkDefinition);
  const counted = (tenantId: string, by: 1 | -1): Write => {
    const isLess = 'attribute_not_exists(providerCount) OR providerCount < :most';
    const condition = by === 1 ? { expression: isLess, values: { most: MOST_PROVIDERS } } : EXISTS;
    return counts.add({ tenantId }, { providerCount: by }, condition, providerErrors.too_many());
  };
  const find = async (tenantId: TenantId, providerId: string): Promise<ProviderItem | undefined> =>
    isId(providerId) ? providers.find({ tenantId, providerId }) : undefined;

  return {
    find,

    /** Throws `provider.not_found`. */
    async get(tenantId: TenantId, providerId: string): Promise<ProviderItem> {
      const found = await find(tenantId, providerId);
      if (!found) throw providerErrors.not_found();
      return found;
    },

    /** Newest first. */
    list: (tenantId: TenantId, page: PageRequest): Promise<Page<ProviderItem>> =>
      providers.page({ tenantId }, page, { newestFirst: true }),

    create: (item: ProviderItem): Write[] => [providers.create(item), counted(item.tenantId, 1)],

    update: (loaded: ProviderItem, at: string, changes: Changes<ProviderItem>): Write =>
      providers.change(loaded, at, changes),

    /** Its links stay until the tenant is removed: no other provider has its id. */
    remove: (loaded: ProviderItem): Write[] => [providers.remove(loaded), counted(loaded.tenantId, -1)],

    /** The user of a subject at the provider. */
    linked: async (tenantId: TenantId, providerId: string, subject: string): Promise<string | undefined> =>
      (await links.find({ tenantId, providerId, subject }))?.userId,

    link: (tenantId: TenantId, providerId: string, subject: string, userId: string): Write =>
      links.put({ tenantId, providerId, subject, userId }),
  };
}
