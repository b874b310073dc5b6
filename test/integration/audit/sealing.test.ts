// The sealer on a real table: every entry has one place in the chain of its tenant, whatever is delivered twice, late, out of
// order or to two sealers at the same time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainEntryOf } from '../../../entities/audit/audit-log.model.ts';
import { breakAt, type ChainEntry, isSigned, type Link } from '../../../entities/audit/chain.model.ts';
import type { SealedEntryItem } from '../../../entities/audit/sealed-entry.entity.ts';
import { sealRecords } from '../../../functions/audit/sealing/seal-records.ts';
import { auditItem, recordOf, startSealing } from '../../support/services/audit-sealing.ts';
import { startTable, type TestTable } from '../../support/table.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
let made = 0;
/** A tenant of its own for each test: chains begin at 1. */
const newTenant = () => `0192f000-0000-7000-8000-${String(++made).padStart(12, '0')}`;

let store: TestTable;
let sealing: ReturnType<typeof startSealing>;
beforeAll(async () => {
  store = await startTable();
  sealing = startSealing(store, () => NOW);
});
afterAll(() => store.stop());

const entries = (tenantId: string, count: number, from = 0) =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      auditItem(store, NOW - 60_000 + from + index, {
        tenantId: tenantId as never,
        resourceId: `release-${from + index}`,
      }),
    ),
  );
const itemsOf = async (tenantId: string, kind: string) =>
  (await store.items()).filter((item) => item.tenantId === tenantId && item.__edb_e__ === kind);
const chainOf = async (tenantId: string): Promise<ChainEntry[]> =>
  (await itemsOf(tenantId, 'sealedAuditEntry'))
    .map((item) => chainEntryOf(item as unknown as SealedEntryItem))
    .toSorted((one, other) => one.seq - other.seq);

/** Asserts a chain without breaks that holds exactly these entries, each in every copy, and that ends with a signed head. */
async function expectChain(tenantId: string, written: readonly Record<string, unknown>[]) {
  const chain = await chainOf(tenantId);
  expect(chain.map(({ seq }) => seq)).toEqual(chain.map((_, index) => index + 1));
  expect(chain.map(({ content }) => content.id).toSorted()).toEqual(written.map(({ sk }) => sk).toSorted());
  let last: Link | undefined;
  for (const entry of chain) {
    expect(breakAt(tenantId, last, entry)).toBeUndefined();
    last = entry;
  }
  for (const kind of ['loggedAuditEntry', 'actorsAuditEntry'])
    expect(await itemsOf(tenantId, kind)).toHaveLength(chain.length);
  const head = await sealing.log.newestHead(tenantId);
  expect(head).toMatchObject({ seq: last?.seq, hash: last?.hash });
  expect(isSigned(tenantId, head as never, await sealing.signer.publicKey())).toBe(true);
}

describe('the sealer', () => {
  it('seals entries in the order of their times, and signs the head', async () => {
    const tenant = newTenant();
    const some = await entries(tenant, 5);
    expect(await sealing.deliver(some.toReversed())).toEqual({ batchItemFailures: [] });
    await expectChain(tenant, some);
    expect((await chainOf(tenant)).map(({ content }) => content.id)).toEqual(some.map(({ sk }) => sk));
  });

  it('seals an entry once, though it is delivered again alone, with others and within a batch', async () => {
    const tenant = newTenant();
    const some = await entries(tenant, 6);
    await sealing.deliver(some.slice(0, 3));
    await sealing.deliver(some.slice(0, 3));
    await sealing.deliver([...some.slice(2), ...some.slice(1, 4)]);
    await expectChain(tenant, some);
  });

  it('seals more entries than a transaction takes', async () => {
    const tenant = newTenant();
    const some = await entries(tenant, 100);
    await sealing.deliver(some);
    await expectChain(tenant, some);
  });

  it('keeps the chains of tenants apart', async () => {
    const tenants = [newTenant(), newTenant()];
    const some = await Promise.all(tenants.map((tenant) => entries(tenant, 3)));
    await sealing.deliver(some.flat());
    for (const [index, tenant] of tenants.entries()) await expectChain(tenant, some[index] ?? []);
  });

  it('makes one chain, though several sealers work at the same time and get the same entries', async () => {
    const tenant = newTenant();
    const some = await entries(tenant, 90);
    const shares = [0, 1, 2].map((share) => some.filter((_, index) => index % 3 !== share));
    let left = await Promise.all(shares.map((share) => sealing.deliver(share)));
    for (let again = 0; again < 5 && left.some(({ batchItemFailures }) => batchItemFailures.length > 0); again++) {
      left = await Promise.all(shares.map((share) => sealing.deliver(share)));
    }
    expect(left).toEqual(shares.map(() => ({ batchItemFailures: [] })));
    await expectChain(tenant, some);
  });

  it('answers the first record that could not be sealed, and seals all of them the next time', async () => {
    const tenant = newTenant();
    const some = await entries(tenant, 4);
    const signer = { sign: () => Promise.reject(new Error('KMS is unavailable')) };
    const records = some.map(recordOf);
    const failed = await sealRecords({ Records: records }, { ...sealing.deps, signer });
    expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: records[0]?.dynamodb?.SequenceNumber }] });
    expect(await chainOf(tenant)).toEqual([]);
    await sealing.deliver(some);
    await expectChain(tenant, some);
  });

  it('moves a record that is no audit entry to the dead letters, and seals the others', async () => {
    const tenant = newTenant();
    const [one, two] = await entries(tenant, 2);
    expect(await sealing.deliver([{ pk: 'x', sk: 'y' }, one ?? {}, two ?? {}])).toEqual({ batchItemFailures: [] });
    expect(sealing.aside).toMatchObject([{ reason: 'not an audit entry' }]);
    await expectChain(tenant, [one ?? {}, two ?? {}]);
  });
});
