// Reads many items by key in batches: a request has at most 100 different keys, and DynamoDB may leave some unprocessed (API reference,
// BatchGetItem). Used with and without ElectroDB.
import type { Key } from './keys.ts';

const BATCH = 100;
const ATTEMPTS = 5;

interface Answer<Item> {
  readonly items: readonly Item[];
  readonly left: readonly Key[];
}

/** The existing items, in any order. Throws if DynamoDB repeatedly leaves keys unprocessed. */
export async function readBatches<Item>(
  keys: readonly Key[],
  send: (keys: readonly Key[]) => Promise<Answer<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  let pending: Key[] = [...new Map(keys.map(({ pk, sk }) => [`${pk}\n${sk}`, { pk, sk }])).values()];
  for (let attempt = 1; pending.length > 0; ) {
    const asked = pending.slice(0, BATCH);
    const { items, left } = await send(asked);
    found.push(...items);
    pending = [...left, ...pending.slice(BATCH)];
    if (left.length === 0) continue;
    // Only answers without any progress count: many batches may each leave a few keys.
    if (left.length < asked.length) attempt = 1;
    else if (attempt === ATTEMPTS) throw new Error(`${left.length} keys were left unprocessed`);
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt++ * 10 * Math.random()));
  }
  return found;
}
