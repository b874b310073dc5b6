// Which webhook deliveries have been passed on. RECEIVED is written before the event goes on the bus and PUBLISHED after
// it, so that a crash in between loses nothing: a delivery that comes again in RECEIVED is published again.
import { ABSENT, keyOf, type RawTable } from '../_base/raw-table.ts';
import { RETENTION_DAYS, TTL_ATTRIBUTE } from '../names.ts';
import { deliveryKeys } from './delivery.keys.ts';

export interface DeliveryRef {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly deliveryId: string;
}

export type DeliveryStore = ReturnType<typeof createDeliveryStore>;

const SECONDS_A_DAY = 86_400;

export function createDeliveryStore(table: RawTable) {
  return {
    /** Takes the delivery at `now` (epoch milliseconds); answers whether it was passed on before. */
    async receive(ref: DeliveryRef, detailType: string, now: number): Promise<'NEW' | 'RECEIVED' | 'PUBLISHED'> {
      const key = keyOf(deliveryKeys, { ...ref });
      const isNew = await table.put(
        {
          ...key,
          ...ref,
          detailType,
          status: 'RECEIVED',
          receivedAt: new Date(now).toISOString(),
          schemaVersion: 1,
          [TTL_ATTRIBUTE]: Math.floor(now / 1000) + RETENTION_DAYS.delivery * SECONDS_A_DAY,
        },
        ABSENT,
      );
      if (isNew) return 'NEW';
      const known = await table.get(key);
      return known?.status === 'PUBLISHED' ? 'PUBLISHED' : 'RECEIVED';
    },

    async markPublished(ref: DeliveryRef): Promise<void> {
      const status = { status: 'PUBLISHED' };
      await table.update(keyOf(deliveryKeys, { ...ref }), status, { expression: 'attribute_exists(#pk)' });
    },
  };
}
