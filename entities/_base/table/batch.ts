// Reading many items by key: DynamoDB may leave some of a batch for later (API reference, BatchGetItem, UnprocessedKeys), and
// a list must not lose them.
import { setTimeout as sleep } from 'node:timers/promises';

interface Batch<Item> {
  readonly data: readonly Item[];
  /** Keys as they were given; ElectroDB types them by the attributes of every index. */
  readonly unprocessed: readonly object[];
}

const ATTEMPTS = 5;

/** The items that exist, in no order. `get` is one ElectroDB batch get. Throws when DynamoDB keeps on leaving keys. */
export async function readAll<Key, Item>(
  keys: readonly Key[],
  get: (keys: readonly Key[]) => Promise<Batch<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  let pending = keys;
  for (let attempt = 1; pending.length > 0; attempt++) {
    const { data, unprocessed } = await get(pending);
    found.push(...data);
    pending = unprocessed as readonly Key[];
    if (pending.length > 0 && attempt === ATTEMPTS) throw new Error(`${pending.length} keys were left unprocessed`);
    if (pending.length > 0) await sleep(2 ** attempt * 10 * Math.random());
  }
  return found;
}
