// Reads and writes of registered issuers. Writes are returned for a transaction.
import { isId, type TenantId } from '../../_base/ids.ts';
import { counterOf } from '../../_base/table/counter.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import type { Changes, Table, Write } from '../../_base/table/table.ts';
import { issuerErrors } from '../errors.ts';
import { type IssuerItem, issuerCountDefinition, issuerDefinition } from './issuer.entity.ts';
import { MOST_ISSUERS } from './issuer.model.ts';

export type IssuerRepo = ReturnType<typeof createIssuerRepo>;

export function createIssuerRepo(table: Table) {
  const issuers = itemsOf(table, issuerDefinition);
  const count = counterOf(table, issuerCountDefinition, 'issuerCount');

  return {
    /** Throws `issuer.not_found`. */
    async get(tenantId: TenantId, issuerId: string): Promise<IssuerItem> {
      if (!isId(issuerId)) throw issuerErrors.not_found();
      return issuers.get({ tenantId, issuerId }, issuerErrors.not_found());
    },

    /** Newest first. */
    list: (tenantId: TenantId, page: PageRequest): Promise<Page<IssuerItem>> =>
      issuers.page({ tenantId }, page, { newestFirst: true }),

    create: (item: IssuerItem): Write[] => [
      issuers.create(item),
      count.up(item, MOST_ISSUERS, issuerErrors.too_many()),
    ],

    update: (loaded: IssuerItem, at: string, changes: Changes<IssuerItem>): Write =>
      issuers.change(loaded, at, changes),

    remove: (loaded: IssuerItem): Write[] => [issuers.remove(loaded), count.down(loaded)],
  };
}
