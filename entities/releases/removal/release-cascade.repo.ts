// Releases of a tenant that was deleted, each with all that is about it, whatever its status. Nothing happens to them any more, so
// that no condition is needed; an entry in the list goes last, by which an interrupted removal is found again.
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { removeItems, removePartition } from '../../_base/table/partition.ts';
import type { Key } from '../../_base/table/raw-table.ts';
import { fillKey, type Table } from '../../_base/table/table.ts';
import { notificationKeys, threadKeys } from '../../notifications/notification.keys.ts';
import { releaseKeys } from '../release.keys.ts';
import { createReleaseRemainsRepo } from './release-remains.repo.ts';

/** Releases that are removed at a time. */
const PAGE = 25;
const SHELVES = ['RELEASES', 'ARCHIVE', 'VERSIONS'] as const;

/** An entry of the list of all releases. */
export interface ListedRelease {
  readonly tenantId: string;
  readonly releaseId: string;
  readonly key: Key;
}

export type ReleaseCascadeRepo = ReturnType<typeof createReleaseCascadeRepo>;

type Item = Readonly<Record<string, string>>;

export function createReleaseCascadeRepo(table: Table) {
  const { client, name: TableName } = table;
  const remains = createReleaseRemainsRepo(table);

  async function read({ pk, sk }: Key): Promise<Item | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true }));
    return Item as Item | undefined;
  }

  async function* shelf(tenantId: string, name: string): AsyncGenerator<readonly ListedRelease[]> {
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :pk',
          ExpressionAttributeValues: { ':pk': `T#${tenantId}#${name}` },
          Limit: PAGE,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      const page = (Items as Item[]).map(({ pk = '', sk = '', gsi1sk: releaseId = '' }) => ({
        ...{ tenantId, releaseId, key: { pk, sk } },
      }));
      if (page.length > 0) yield page;
      start = LastEvaluatedKey;
    } while (start !== undefined);
  }

  return {
    /** All releases, in pages of 25. The list may lag behind removals; there is nothing left when there is no page. */
    async *pages(tenantId: string): AsyncGenerator<readonly ListedRelease[]> {
      for (const name of SHELVES) yield* shelf(tenantId, name);
    },

    async remove({ tenantId, releaseId, key }: ListedRelease): Promise<void> {
      const of = { tenantId, releaseId };
      const listed = await read(key);
      if (!listed) return;
      const release = await read({ pk: fillKey(releaseKeys.pk, of), sk: releaseKeys.sk });
      await remains.remove({ ...of, service: listed.service ?? '', branchRelease: release?.branchRelease });
      await removePartition(table, fillKey(notificationKeys.pk, { tenantId, subjectId: releaseId }));
      await removePartition(table, fillKey(threadKeys.pk, of));
      await removeItems(table, [key]);
    },
  };
}
