// Reads and writes of passkeys. Writes are returned for a transaction.
import type { TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import { removePartition } from '../../_base/table/partition.ts';
import type { Table, Write } from '../../_base/table/table.ts';
import { passkeyErrors } from '../errors.ts';
import { type PasskeyItem, passkeyDefinition } from './passkey.entity.ts';
import { MOST_PASSKEYS } from './passkey.model.ts';

export type PasskeyRepo = ReturnType<typeof createPasskeyRepo>;

export function createPasskeyRepo(table: Table) {
  const passkeys = itemsOf(table, passkeyDefinition);
  return {
    /** All of the user, at most ten. */
    of: (tenantId: TenantId, userId: string): Promise<PasskeyItem[]> =>
      passkeys.all({ tenantId, userId }, {}, MOST_PASSKEYS),

    create: (item: PasskeyItem): Write => passkeys.create(item, passkeyErrors.taken()),

    /** The count goes up only; two sign-ins with one count are one too many. */
    use: (loaded: PasskeyItem, at: string, counter: number): Write =>
      passkeys.change(loaded, at, { counter, lastUsedAt: at }),

    remove: (loaded: PasskeyItem): Write => passkeys.remove(loaded),

    /** Deletes all passkeys of a removed user. */
    drop: (tenantId: TenantId, userId: string): Promise<boolean> =>
      removePartition(table, passkeys.partitionOf({ tenantId, userId })),
  };
}
