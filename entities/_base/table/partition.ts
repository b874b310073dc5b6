// Removes all items of a partition of deleted data. Audit entries cannot be removed: IAM denies it to functions.
import type { Key } from './keys.ts';
import { type Partition, walk } from './reads.ts';
import { deleteItem, sendAlone, type Table } from './table.ts';

/** The most concurrent deletions. */
const AT_ONCE = 25;

/** Removes the items with these keys; missing ones are ignored. */
export async function removeItems(table: Table, keys: readonly Key[]): Promise<void> {
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    await Promise.all(keys.slice(from, from + AT_ONCE).map((key) => sendAlone(table, deleteItem(table, key))));
  }
}

/**
 * Removes the items of a partition, or those below a prefix, while `hasTime` is true; answers true if all were removed. Call it
 * again to remove the rest.
 */
export async function removePartition(
  table: Table,
  of: string | Pick<Partition, 'pk' | 'prefix'>,
  hasTime: () => boolean = () => true,
): Promise<boolean> {
  const partition = typeof of === 'string' ? { pk: of } : of;
  let keys: Key[] = [];
  for await (const { pk, sk } of walk(table, partition)) {
    keys.push({ pk: String(pk), sk: String(sk) });
    if (keys.length < AT_ONCE) continue;
    await removeItems(table, keys);
    keys = [];
    if (!hasTime()) return false;
  }
  await removeItems(table, keys);
  return true;
}
