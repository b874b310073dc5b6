// The sealer of audit entries on a test's table: makes records of the table's stream out of what is stored, and seals them.
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { itemOf, MAX_TRANSACTION_ITEMS, putItem, transact } from '../../../entities/_base/table/table.ts';
import { isoOf, monthOf } from '../../../entities/_base/time/iso.ts';
import { type AuditRecord, auditWrite } from '../../../entities/audit/audit-entry.store.ts';
import { createAuditLogRepo } from '../../../entities/audit/audit-log.repo.ts';
import { chained, contentOf } from '../../../entities/audit/chain.model.ts';
import { AUDIT_ENTITY } from '../../../entities/names.ts';
import { type SealerDeps, sealRecords } from '../../../functions/audit/sealing/seal-records.ts';
import { createSigner } from '../../../functions/audit/sealing/signer.ts';
import { TENANT_ID, USER_ID } from '../http.ts';
import type { TestTable } from '../table.ts';
import { createFakeKms } from './fake-kms.ts';

type Stored = Record<string, unknown>;

/** DynamoDB's limit of BatchWriteItem. */
const MOST_BATCHED = 25;
const KEY_ARN = 'arn:aws:kms:us-east-1:000000000000:key/00000000-0000-4000-8000-00000000516e';

const sequenceNumber = (position: number): string => `4000000000000000${String(position).padStart(8, '0')}`;

/** The stream's record of a stored item. */
export const recordOf = (item: Stored, position: number): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: sequenceNumber(position), NewImage: marshall(item) as never },
});

/** A stored audit entry; `at` is epoch milliseconds. */
export function auditItem({ table }: Pick<TestTable, 'table'>, at: number, over: Partial<AuditRecord> = {}): Stored {
  const { item } = auditWrite(table, {
    tenantId: TENANT_ID as never,
    resourceType: 'Release',
    resourceId: 'release-1',
    action: 'release.created',
    actor: { type: 'USER', id: USER_ID, name: 'Ada' },
    at,
    correlationId: 'correlation-1',
    ip: '192.0.2.1',
    userAgent: 'tests',
    ...over,
  });
  if (typeof item === 'function' || !item.Put) throw new Error('not the item of an entry');
  return item.Put.Item as Stored;
}

export function startSealing({ table, items }: Pick<TestTable, 'table' | 'items'>, now: () => number) {
  const signer = createSigner(KEY_ARN, createFakeKms());
  const log = createAuditLogRepo(table);
  const aside: object[] = [];
  const deps: SealerDeps = { table, log, signer, now, setAside: async (letter) => void aside.push(letter) };
  const delivered = new Set<unknown>();
  const deliver = (some: readonly Stored[]) => sealRecords({ Records: some.map(recordOf) }, deps);
  return {
    deps,
    log,
    signer,
    aside,
    deliver,

    /** Stores entries as changes do. */
    async write(...some: Stored[]): Promise<void> {
      for (let from = 0; from < some.length; from += MAX_TRANSACTION_ITEMS) {
        const part = some.slice(from, from + MAX_TRANSACTION_ITEMS);
        await transact(
          table,
          part.map((item) => putItem(table, item as never)),
        );
      }
    },

    /** Stores a long chain as the sealer would have, in batches: the entries that changes wrote, sealed, and one head. */
    async store(tenantId: string, stored: readonly Stored[]): Promise<void> {
      const links = chained(
        tenantId,
        undefined,
        stored.map((item) => contentOf(item as never)),
      );
      const { seq, hash } = links.at(-1) as (typeof links)[number];
      const head = await signer.sign(tenantId as never, { seq, hash, at: isoOf(now()) });
      const since = monthOf(String(stored[0]?.at));
      const writes = await Promise.all(log.seal(tenantId as never, links, { ...head, since }).map(itemOf));
      const seals = writes.map(({ Put }) => Put?.Item as Stored);
      const all = [...stored, ...seals];
      for (let from = 0; from < all.length; from += MOST_BATCHED) {
        const puts = all.slice(from, from + MOST_BATCHED).map((Item) => ({ PutRequest: { Item } }));
        await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: puts } }));
      }
    },

    /** Seals the stored entries that were not delivered yet. */
    async sealNew(): Promise<void> {
      const all = (await items()).filter(({ __edb_e__, sk }) => __edb_e__ === AUDIT_ENTITY && !delivered.has(sk));
      for (const { sk } of all) delivered.add(sk);
      await deliver(all.toSorted((one, other) => (String(one.sk) < String(other.sk) ? -1 : 1)));
    },
  };
}
