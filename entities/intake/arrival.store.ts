// Which webhook deliveries have been passed on. RECEIVED is written before the event goes on the bus and PUBLISHED after
// it, so that a crash in between loses nothing: a delivery that comes again in RECEIVED is published again.
import { storedItem } from '../_base/table/entity.ts';
import { ABSENT, getRaw, type RawTable } from '../_base/table/raw-table.ts';
import { expiryOf, isoOf } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { arrivalDefinition } from './arrival.entity.ts';

export interface ArrivalRef {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly deliveryId: string;
}

export type ArrivalStore = ReturnType<typeof createArrivalStore>;

export function createArrivalStore(table: RawTable) {
  const itemOf = (ref: ArrivalRef, status: 'RECEIVED' | 'PUBLISHED', at: number) => {
    const expiresAtEpoch = expiryOf(at, RETENTION_DAYS.delivery);
    return storedItem(arrivalDefinition, { ...ref, status, receivedAt: isoOf(at), expiresAtEpoch });
  };
  return {
    /** Takes the delivery at `at` (epoch milliseconds); answers whether it was passed on before. */
    async receive(ref: ArrivalRef, at: number): Promise<'NEW' | 'RECEIVED' | 'PUBLISHED'> {
      if (await table.put(itemOf(ref, 'RECEIVED', at), ABSENT)) return 'NEW';
      return (await getRaw(table, arrivalDefinition, ref))?.status ?? 'RECEIVED';
    },

    async markPublished(ref: ArrivalRef, at: number): Promise<void> {
      await table.put(itemOf(ref, 'PUBLISHED', at));
    },
  };
}
