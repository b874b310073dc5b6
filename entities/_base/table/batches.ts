// Reads many items by key in batches: DynamoDB takes 100 keys of a request, each once, and may leave some of them for later (API
// reference, BatchGetItem). Used by both ways to the table.
import type { Key } from './keys.ts';

const BATCH = 100;
const ATTEMPTS = 5;

interface Answer<Item> {
  readonly items: readonly Item[];
  readonly left: readonly Key[];
}

/** The items that exist, in no order. Throws when DynamoDB keeps on leaving keys. */
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
