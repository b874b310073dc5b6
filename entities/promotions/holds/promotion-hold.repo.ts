// Reads and writes of holds of automatic promotions. Writes are returned for a transaction.
import { baseErrors } from '../../_base/conflicts.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import { removePartition } from '../../_base/table/partition.ts';
import { ABSENT, EXISTS, type Table, type Write } from '../../_base/table/table.ts';
import { promotionHoldErrors } from '../errors.ts';
import {
  type NewPromotionHold,
  type PromotionHoldItem,
  promotionHoldDefinition,
  promotionHoldLiftDefinition,
} from './promotion-hold.entity.ts';

export type PromotionHoldRepo = ReturnType<typeof createPromotionHoldRepo>;

/** One service in one environment. */
type Held = Pick<PromotionHoldItem, 'tenantId' | 'environmentId' | 'serviceId'>;

export function createPromotionHoldRepo(table: Table) {
  const holds = itemsOf(table, promotionHoldDefinition);
  const lifts = itemsOf(table, promotionHoldLiftDefinition);
  const keyOf = ({ tenantId, environmentId, serviceId }: Held) => ({ tenantId, environmentId, serviceId });

  return {
    find: (held: Held): Promise<PromotionHoldItem | undefined> => holds.find(keyOf(held)),

    /** When a person last lifted it (ISO 8601). */
    liftedAt: async (held: Held): Promise<string | undefined> => (await lifts.find(keyOf(held)))?.liftedAt,

    /** Conflicts if it is held already. */
    create: (item: NewPromotionHold): Write => holds.create(item, baseErrors.conflict()),

    /** Conflicts if it is held. */
    absent: (held: Held): Write => holds.check(keyOf(held), ABSENT, baseErrors.conflict()),

    /** Fails with `promotion_hold.not_found`. */
    lift: (held: Held, liftedAt: string): Write[] => [
      { ...holds.forget(keyOf(held), EXISTS), otherwise: promotionHoldErrors.not_found() },
      lifts.put({ ...keyOf(held), liftedAt }),
    ],

    /** By environment and service. */
    list: (tenantId: string, environmentId: string | undefined, page: PageRequest): Promise<Page<PromotionHoldItem>> =>
      holds.page({ tenantId, ...(environmentId !== undefined && { environmentId }) }, page),

    /** Forgets those of an environment that was deleted. */
    async removeEnvironment(tenantId: string, environmentId: string): Promise<void> {
      for (const items of [holds, lifts]) {
        const { pk, prefix } = items.partitionOf({ tenantId, environmentId });
        await removePartition(table, { pk, prefix });
      }
    },
  };
}
