// Reads and writes of registered issuers. Writes are returned for a transaction.
import { isId, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import { type Changes, EXISTS, type Table, type Write } from '../../_base/table/table.ts';
import { issuerErrors } from '../errors.ts';
import { type IssuerItem, issuerCountDefinition, issuerDefinition } from './issuer.entity.ts';
import { MOST_ISSUERS } from './issuer.model.ts';

export type IssuerRepo = ReturnType<typeof createIssuerRepo>;

export function createIssuerRepo(table: Table) {
  const issuers = itemsOf(table, issuerDefinition);
  const counts = itemsOf(table, issuerCountDefinition);
  const counted = (tenantId: string, by: 1 | -1): Write => {
    const isLess = 'attribute_not_exists(issuerCount) OR issuerCount < :most';
    const condition = by === 1 ? { expression: isLess, values: { most: MOST_ISSUERS } } : EXISTS;
    return counts.add({ tenantId }, { issuerCount: by }, condition, issuerErrors.too_many());
  };

  return {
    /** Throws `issuer.not_found`. */
    async get(tenantId: TenantId, issuerId: string): Promise<IssuerItem> {
      if (!isId(issuerId)) throw issuerErrors.not_found();
      return issuers.get({ tenantId, issuerId }, issuerErrors.not_found());
    },

    /** Newest first. */
    list: (tenantId: TenantId, page: PageRequest): Promise<Page<IssuerItem>> =>
      issuers.page({ tenantId }, page, { newestFirst: true }),

    create: (item: IssuerItem): Write[] => [issuers.create(item), counted(item.tenantId, 1)],

    update: (loaded: IssuerItem, at: string, changes: Changes<IssuerItem>): Write =>
      issuers.change(loaded, at, changes),

    remove: (loaded: IssuerItem): Write[] => [issuers.remove(loaded), counted(loaded.tenantId, -1)],
  };
}
