// Reads and writes of OpenID providers and the links of their subjects to users. Writes are returned for a transaction.
import { isId, type TenantId } from '../../_base/ids.ts';
import { counterOf } from '../../_base/table/counter.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import type { Changes, Table, Write } from '../../_base/table/table.ts';
import { providerErrors } from '../errors.ts';
import {
  type ProviderItem,
  providerCountDefinition,
  providerDefinition,
  providerLinkDefinition,
  userLinkDefinition,
} from './provider.entity.ts';
import { MOST_PROVIDERS } from './provider.model.ts';

export type ProviderRepo = ReturnType<typeof createProviderRepo>;

export function createProviderRepo(table: Table) {
  const providers = itemsOf(table, providerDefinition);
  const count = counterOf(table, providerCountDefinition, 'providerCount');
  const links = itemsOf(table, providerLinkDefinition);
  const ofUser = itemsOf(table, userLinkDefinition);
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

    create: (item: ProviderItem): Write[] => [
      providers.create(item),
      count.up(item, MOST_PROVIDERS, providerErrors.too_many()),
    ],

    update: (loaded: ProviderItem, at: string, changes: Changes<ProviderItem>): Write =>
      providers.change(loaded, at, changes),

    /** Its links stay until the tenant is removed: no other provider has its id. */
    remove: (loaded: ProviderItem): Write[] => [providers.remove(loaded), count.down(loaded)],

    /** The user of a subject at the provider. */
    linked: async (tenantId: TenantId, providerId: string, subject: string): Promise<string | undefined> =>
      (await links.find({ tenantId, providerId, subject }))?.userId,

    link(tenantId: TenantId, providerId: string, subject: string, userId: string): Write[] {
      const link = { tenantId, providerId, subject, userId };
      return [links.put(link), ofUser.put(link)];
    },

    /** Deletes the links of a removed user, each with the record by which it was found last. */
    async drop(tenantId: TenantId, userId: string): Promise<void> {
      for await (const link of ofUser.walk({ tenantId, userId })) {
        await links.send(links.forget(link, { expression: 'userId = :userId', values: { userId } }));
        await ofUser.send(ofUser.forget(link));
      }
    },
  };
}
