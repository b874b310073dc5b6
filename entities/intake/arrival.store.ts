// Records which arrivals were passed on: RECEIVED before the event goes on the bus, PUBLISHED after it. A crash in between
// loses nothing: the sender's retry finds RECEIVED and is published.
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
    /** Records the arrival at `at` (epoch milliseconds); answers whether it was passed on before. */
    async receive(ref: ArrivalRef, at: number): Promise<'NEW' | 'RECEIVED' | 'PUBLISHED'> {
      if (await table.put(itemOf(ref, 'RECEIVED', at), ABSENT)) return 'NEW';
      return (await getRaw(table, arrivalDefinition, ref))?.status ?? 'RECEIVED';
    },

    async markPublished(ref: ArrivalRef, at: number): Promise<void> {
      await table.put(itemOf(ref, 'PUBLISHED', at));
    },
  };
}
