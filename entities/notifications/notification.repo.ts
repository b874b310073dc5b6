// The log of notifications as the API reads it, and the write that lets a notifier try one again. The items are written by
// notifiers, which go without ElectroDB (notification.store.ts); so this does too. Writes are returned, not sent.
import { BatchGetCommand, GetCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { baseErrors } from '../_base/conflicts.ts';
import { readAll } from '../_base/table/batch.ts';
import { type Page, type PageRequest, readFiltered, readPage } from '../_base/table/page.ts';
import { fillKey, type Table, updateItem, type Write } from '../_base/table/table.ts';
import { TTL_ATTRIBUTE } from '../names.ts';
import { notificationErrors } from './errors.ts';
import { failedNotificationKeys, notificationKeys } from './notification.keys.ts';
import {
  matchesFilter,
  type Notification,
  type NotificationFilter,
  type NotificationRef,
  readNotification,
  readNotificationId,
} from './notification.model.ts';

type Item = Record<string, unknown>;
type Key = { readonly pk: string; readonly sk: string };

export type NotificationRepo = ReturnType<typeof createNotificationRepo>;

const keyFor = (ref: NotificationRef): Key => ({
  pk: fillKey(notificationKeys.pk, ref),
  sk: fillKey(notificationKeys.sk, ref),
});

export function createNotificationRepo(table: Table) {
  const partition = (pk: string, index?: 'gsi1'): QueryCommandInput => ({
    TableName: table.name,
    ...(index && { IndexName: index }),
    KeyConditionExpression: '#pk = :pk',
    ExpressionAttributeNames: { '#pk': `${index ?? ''}pk` },
    ExpressionAttributeValues: { ':pk': pk },
    ScanIndexForward: index !== undefined,
  });
  const parse = (items: Item[], now: number) =>
    items.filter((item) => Number(item[TTL_ATTRIBUTE]) * 1000 > now).map(readNotification);

  async function readMany(keys: readonly Key[]): Promise<Item[]> {
    const read = async (some: readonly Key[]) => {
      const command = new BatchGetCommand({
        RequestItems: { [table.name]: { Keys: [...some], ConsistentRead: true } },
      });
      const { Responses, UnprocessedKeys } = await table.client.send(command);
      return { data: Responses?.[table.name] ?? [], unprocessed: (UnprocessedKeys?.[table.name]?.Keys ?? []) as Key[] };
    };
    return readAll(keys, read);
  }

  return {
    /** Of one release or webhook, or of the tenant itself, those about the latest events first. `now` is epoch milliseconds. */
    list(
      tenantId: string,
      subjectId: string,
      { limit, cursor, ...filter }: PageRequest & NotificationFilter,
      now: number,
    ): Promise<Page<Notification>> {
      const query = { ...partition(fillKey(notificationKeys.pk, { tenantId, subjectId })) };
      const keep = (one: Notification) => matchesFilter(one, filter);
      return readFiltered(table, query, { limit, cursor }, filter, (items) => parse(items, now), keep);
    },

    /** By the id that a list shows. Throws `notification.not_found`. */
    async get(tenantId: string, subjectId: string, id: string, now: number): Promise<Notification> {
      const named = readNotificationId(id);
      if (!named) throw notificationErrors.not_found();
      const Key = keyFor({ tenantId, subjectId, ...named });
      const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
      const [found] = parse(Item ? [Item] : [], now);
      if (!found) throw notificationErrors.not_found();
      return found;
    },

    /** Those of the tenant that failed for good, the oldest failure first; what has changed since is left out. */
    async listFailed(tenantId: string, page: PageRequest, now: number): Promise<Page<Notification>> {
      const query = partition(fillKey(failedNotificationKeys.pk, { tenantId }), 'gsi1');
      const keys = await readPage(table, { ...query }, page, (items) => items as unknown as Key[]);
      const found = parse(await readMany(keys.items.map(({ pk, sk }) => ({ pk, sk }))), now);
      return { items: found.filter(({ status }) => status === 'FAILED'), nextCursor: keys.nextCursor };
    },

    /** Takes one off the list of those that failed, for its notifier to try again. */
    retry(known: Notification, at: string): Write {
      const params = {
        TableName: table.name,
        Key: keyFor(known),
        UpdateExpression: 'SET #status = :pending, revision = :next, updatedAt = :at REMOVE gsi1pk, gsi1sk',
        ConditionExpression: 'revision = :known',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':pending': 'PENDING',
          ':next': known.revision + 1,
          ':known': known.revision,
          ':at': at,
        },
      };
      return updateItem(params, baseErrors.conflict());
    },
  };
}
