// Fills a table fast: items come from definitions or from the repositories' own writes, and go to the table by BatchWriteItem over
// several connections. Used by the rows of lists.
import { Agent, request } from 'node:http';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Definition, indexKeysOf, type New, versionOf } from '../../../entities/_base/table/entity.ts';
import { type Keys, keyOf } from '../../../entities/_base/table/keys.ts';
import { itemOf, putItem, type Table, type Write } from '../../../entities/_base/table/table.ts';

/** DynamoDB's own limit of one BatchWriteItem. */
const BATCH = 25;
const CONNECTIONS = 8;

/** Puts an item as it is stored, without ElectroDB, which takes longer than the table. */
export function stored<Item extends object, K extends Keys>(
  table: Table,
  definition: Definition<Item, K>,
  item: New<Item> & object,
): Write {
  const { keys, name } = definition;
  const indexes = Object.values(keys.indexes ?? {}).map((index) => indexKeysOf(index, item));
  const fixed = { __edb_e__: name, __edb_v__: '1', schemaVersion: versionOf(definition) };
  return putItem(table, Object.assign({ ...item, ...fixed, ...keyOf(keys, item) }, ...indexes));
}

/** A connection to the table's server, which takes one request at a time. */
function sender(endpoint: URL, table: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.BatchWriteItem',
    'x-amz-date': '20250101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=bench/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=bench',
  };
  const send = async (writes: readonly Write[]): Promise<void> => {
    const items = await Promise.all(writes.map(itemOf));
    const puts = items.flatMap(({ Put }) => (Put ? [{ PutRequest: { Item: marshall(Put.Item) } }] : []));
    return new Promise((resolve, reject) => {
      const call = request(endpoint, { method: 'POST', agent, headers }, (reply) => {
        let text = '';
        reply.on('data', (chunk) => {
          text += chunk;
        });
        reply.on('end', () => {
          const isWhole = reply.statusCode === 200 && /"UnprocessedItems":\{\}/.test(text);
          if (isWhole) resolve();
          else reject(new Error(`BatchWriteItem: ${reply.statusCode} ${text.slice(0, 200)}`));
        });
      });
      call.on('error', reject);
      call.end(JSON.stringify({ RequestItems: { [table]: puts } }));
    });
  };
  return { send, close: () => agent.destroy() };
}

/** Stores what `writesOf` puts for the numbers `from` up to `to`; counters are left as they are. */
export async function storeItems(
  endpoint: URL,
  table: string,
  from: number,
  to: number,
  writesOf: (index: number) => readonly Write[],
): Promise<void> {
  const { send, close } = sender(endpoint, table);
  let next = from;
  let ready: Write[] = [];
  const nextBatch = (): Write[] => {
    while (next < to && ready.length < BATCH) {
      ready.push(...writesOf(next));
      next += 1;
    }
    const batch = ready.slice(0, BATCH);
    ready = ready.slice(BATCH);
    return batch;
  };
  const worker = async () => {
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) await send(batch);
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  } finally {
    close();
  }
}
