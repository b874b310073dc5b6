// Reads and writes of promotions. Writes are returned for a transaction.
import { isId, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Changes, Table, Write } from '../_base/table/table.ts';
import { promotionErrors } from './errors.ts';
import { type PromotionItem, promotionDefinition } from './promotion.entity.ts';

export type PromotionRepo = ReturnType<typeof createPromotionRepo>;

/** The last digit of an id is random. */
const shelfOf = (promotionId: string): string => promotionId.slice(-1);

export function createPromotionRepo(table: Table) {
  const promotions = itemsOf(table, promotionDefinition);

  const find = async (tenantId: TenantId, promotionId: string): Promise<PromotionItem | undefined> =>
    isId(promotionId) ? promotions.find({ tenantId, promotionId, shelf: shelfOf(promotionId) }) : undefined;

  return {
    find,

    /** Throws `promotion.not_found`. */
    async get(tenantId: TenantId, promotionId: string): Promise<PromotionItem> {
      const found = await find(tenantId, promotionId);
      if (!found) throw promotionErrors.not_found();
      return found;
    },

    create: (item: PromotionItem): Write[] => [promotions.create(item)],

    update: (before: PromotionItem, at: string, changes: Changes<PromotionItem>): Write =>
      promotions.change(before, at, changes),

    /** Fails the transaction if the promotion has changed since it was read. */
    unchanged: (loaded: PromotionItem): Write => promotions.unchanged(loaded),
  };
}
