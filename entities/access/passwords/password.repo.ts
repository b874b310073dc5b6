// Reads and writes of passwords and of their resets by mail. Writes are returned for a transaction.
import type { TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import { removePartition } from '../../_base/table/partition.ts';
import type { Table, Write } from '../../_base/table/table.ts';
import { passwordErrors } from '../errors.ts';
import {
  knownAddressDefinition,
  type PasswordItem,
  type PasswordResetItem,
  passwordDefinition,
  passwordResetDefinition,
} from './password.entity.ts';

export type PasswordRepo = ReturnType<typeof createPasswordRepo>;

export function createPasswordRepo(table: Table) {
  const passwords = itemsOf(table, passwordDefinition);
  const resets = itemsOf(table, passwordResetDefinition);
  const known = itemsOf(table, knownAddressDefinition);
  return {
    find: (tenantId: TenantId, userId: string): Promise<PasswordItem | undefined> =>
      passwords.find({ tenantId, userId }),

    /** The first password of a user, or another one instead of `loaded`. `at` is ISO 8601. */
    set: (tenantId: TenantId, userId: string, hash: string, at: string, loaded?: PasswordItem): Write =>
      loaded ? passwords.change(loaded, at, { hash }) : passwords.first({ tenantId, userId, hash, createdAt: at }),

    /** Fails with `request.conflict` if the password was changed since. */
    unchanged: (loaded: PasswordItem): Write => passwords.unchanged(loaded),

    /** Deletes what is stored for a removed user: resets first, as one of them may still set the password. */
    async drop(tenantId: TenantId, userId: string): Promise<void> {
      await removePartition(table, resets.partitionOf({ tenantId, userId }));
      await passwords.send(passwords.forget({ tenantId, userId }));
      await removePartition(table, known.partitionOf({ tenantId, userId }));
    },

    /** Sends at once; a repetition replaces the hash. */
    keepReset: (reset: Omit<PasswordResetItem, 'schemaVersion'>): Promise<boolean> => resets.send(resets.put(reset)),

    /** Resets that were mailed to the user and have not expired. */
    async liveResets(tenantId: TenantId, userId: string, now: number): Promise<PasswordResetItem[]> {
      const all = await resets.all({ tenantId, userId });
      return all.filter(({ expiresAtEpoch }) => expiresAtEpoch * 1000 > now);
    },

    /** Uses a reset up, once. Fails with `password.reset_invalid` if it was used meanwhile. */
    useReset: ({ tenantId, userId, resetId, hash }: PasswordResetItem): Write => ({
      ...resets.forget(
        { tenantId, userId, resetId },
        { expression: '#hash = :hash', values: { hash }, names: { '#hash': 'hash' } },
      ),
      otherwise: passwordErrors.reset_invalid(),
    }),
  };
}
