// Which webhook deliveries have been passed on. RECEIVED is written before the event goes on the bus and PUBLISHED after
// it, so that a crash in between loses nothing: a delivery that comes again in RECEIVED is published again.
import { ABSENT, keyOf, type RawTable } from '../_base/table/raw-table.ts';
import { RETENTION_DAYS, TTL_ATTRIBUTE } from '../names.ts';
import { arrivalKeys } from './arrival.keys.ts';

export interface ArrivalRef {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly deliveryId: string;
}

export type ArrivalStore = ReturnType<typeof createArrivalStore>;

const SECONDS_A_DAY = 86_400;

export function createArrivalStore(table: RawTable) {
  const itemOf = (ref: ArrivalRef, status: 'RECEIVED' | 'PUBLISHED', at: number) => ({
    ...keyOf(arrivalKeys, { ...ref }),
    ...ref,
    status,
    receivedAt: new Date(at).toISOString(),
    schemaVersion: 1,
    [TTL_ATTRIBUTE]: Math.floor(at / 1000) + RETENTION_DAYS.delivery * SECONDS_A_DAY,
  });
  return {
    /** Takes the delivery at `at` (epoch milliseconds); answers whether it was passed on before. */
    async receive(ref: ArrivalRef, at: number): Promise<'NEW' | 'RECEIVED' | 'PUBLISHED'> {
      const item = itemOf(ref, 'RECEIVED', at);
      if (await table.put(item, ABSENT)) return 'NEW';
      const known = await table.get(item);
      return known?.status === 'PUBLISHED' ? 'PUBLISHED' : 'RECEIVED';
    },

    async markPublished(ref: ArrivalRef, at: number): Promise<void> {
      await table.put(itemOf(ref, 'PUBLISHED', at));
    },
  };
}
