// verifyAudit and listAuditHeads: the chain of a tenant, part by part; the first broken link after each way to tamper with the table.
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isSigned } from '../../../entities/audit/chain.model.ts';
import { RETENTION_DAYS } from '../../../entities/names.ts';
import { TENANT_ID } from '../../support/http.ts';
import { auditItem } from '../../support/services/audit-sealing.ts';
import { NOW, startAudit } from './fixture.ts';

type Item = Record<string, unknown>;
const DAY_MS = 86_400_000;

let now = NOW;
let audit: Awaited<ReturnType<typeof startAudit>>;
let tenants = 0;
/** A tenant with a chain of its own: `batches` of so many entries. */
async function chainOf(...batches: number[]): Promise<string> {
  tenants += 1;
  const tenantId = `0192f000-0000-7000-8000-${String(tenants).padStart(12, '0')}`;
  for (const count of batches) {
    const items = Array.from({ length: count }, (_, index) =>
      auditItem(audit, now - 1000 + index, { tenantId: tenantId as never }),
    );
    await audit.write(...items);
    await audit.deliver(items);
  }
  return tenantId;
}
beforeAll(async () => {
  audit = await startAudit(() => now);
});
afterEach(() => {
  now = NOW;
});
afterAll(() => audit.stop());

/** A chain of 1,100 entries, which is two pages; made once, as it takes seconds. */
let long: Promise<string> | undefined;
function longChain(): Promise<string> {
  long ??= storeChain(1100);
  return long;
}

async function storeChain(count: number): Promise<string> {
  tenants += 1;
  const tenantId = `0192f000-0000-7000-8000-${String(tenants).padStart(12, '0')}`;
  const over = { tenantId: tenantId as never };
  await audit.store(
    tenantId,
    Array.from({ length: count }, (_, index) => auditItem(audit, now - 2000 + index, over)),
  );
  return tenantId;
}

const get = (tenantId: string, path: string) =>
  audit.call({ role: 'LEAD', method: 'GET', path, tenantId, credentialTenantId: tenantId });
const verified = async (tenantId: string, cursor?: string) =>
  (await get(tenantId, `/audit/verify${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`)).body;
async function stored(tenantId: string, kind: string, seq: number): Promise<Item> {
  const [found] = await audit.items({ tenantId, __edb_e__: kind, seq });
  if (!found) throw new Error(`no ${kind} ${seq}`);
  return found;
}
const put = (item: Item) => audit.table.client.send(new PutCommand({ TableName: audit.table.name, Item: item }));
const remove = ({ pk, sk }: Item) =>
  audit.table.client.send(new DeleteCommand({ TableName: audit.table.name, Key: { pk, sk } }));

describe('verifyAudit', () => {
  it('answers that a chain is intact, with its newest signed head', async () => {
    expect(await verified(await chainOf(3, 2))).toMatchObject({
      ...{ isIntact: true, first: 1, last: 5, broken: null, nextCursor: null },
      head: { seq: 5, at: new Date(now).toISOString(), keyId: expect.any(String), signature: expect.any(String) },
    });
  });

  it('answers that a tenant without entries is intact', async () => {
    expect(await verified('0192f000-0000-7000-8000-0000000000ff')).toEqual({
      ...{ isIntact: true, first: null, last: null, broken: null, head: null, nextCursor: null },
    });
  });

  const chain = (seq: number) => (tenant: string) => stored(tenant, 'sealedAuditEntry', seq);
  const log = (seq: number) => (tenant: string) => stored(tenant, 'loggedAuditEntry', seq);
  const head = (seq: number) => (tenant: string) => stored(tenant, 'auditHead', seq);

  it.each([
    ['an edited entry', chain(2), (item: Item) => put({ ...item, action: 'release.deleted' }), 2, 'CHANGED'],
    ['an edited hash', chain(2), (item: Item) => put({ ...item, hash: '0'.repeat(64) }), 2, 'CHANGED'],
    ['a deleted entry', chain(2), remove, 2, 'MISSING'],
    ['a deleted last entry', chain(5), remove, 5, 'MISSING'],
    ['deleted first entries', chain(1), remove, 1, 'MISSING'],
    ['an edited copy in the lists', log(4), (item: Item) => put({ ...item, ip: '198.51.100.1' }), 4, 'COPY'],
    ['a deleted copy in the lists', log(4), remove, 4, 'COPY'],
    ['a head with another hash', head(3), (item: Item) => put({ ...item, hash: '0'.repeat(64) }), 3, 'HEAD'],
    [
      'a head with another time',
      head(3),
      (item: Item) => put({ ...item, at: '2026-01-01T00:00:00.000Z' }),
      3,
      'UNSIGNED',
    ],
  ] as const)('names %s', async (_, find, tamper, seq, problem) => {
    const tenant = await chainOf(3, 2);
    await tamper(await find(tenant));
    expect(await verified(tenant)).toMatchObject({
      ...{ isIntact: false, nextCursor: null },
      broken: { seq, problem, message: expect.any(String) },
    });
  });

  it('names swapped entries', async () => {
    const tenant = await chainOf(4);
    const [two, three] = await Promise.all([chain(2)(tenant), chain(3)(tenant)]);
    await put({ ...three, pk: two.pk, sk: two.sk });
    await put({ ...two, pk: three.pk, sk: three.sk });
    expect((await verified(tenant)).broken).toMatchObject({ seq: 2, problem: 'MISSING' });
  });

  it('names an entry that was deleted or changed where the change wrote it', async () => {
    for (const tamper of [remove, (item: Item) => put({ ...item, action: 'release.deleted' })]) {
      const tenant = await chainOf(3);
      const { entryId } = await chain(2)(tenant);
      const [written] = await audit.items({ __edb_e__: 'auditEntry', sk: entryId });
      await tamper(written as Item);
      expect((await verified(tenant)).broken).toMatchObject({ seq: 2, problem: 'COPY' });
    }
  });

  it('continues a long chain with the cursor, and finds a break in a later part', async () => {
    const tenant = await longChain();
    const first = await verified(tenant);
    expect(first).toMatchObject({ isIntact: true, first: 1, last: 1000, nextCursor: expect.any(String) });
    expect(await verified(tenant, first.nextCursor)).toMatchObject({
      isIntact: true,
      first: 1001,
      last: 1100,
      nextCursor: null,
    });
    await remove(await chain(1050)(tenant));
    expect((await verified(tenant, first.nextCursor)).broken).toMatchObject({ seq: 1050, problem: 'MISSING' });
  });

  it('says where the chain begins when older entries have expired', async () => {
    const tenant = await chainOf(3);
    now += 100 * DAY_MS;
    await chainOfMore(tenant, 2);
    now += (RETENTION_DAYS.audit - 50) * DAY_MS;
    expect(await verified(tenant)).toMatchObject({ isIntact: true, first: 4, last: 5 });
    expect((await get(tenant, '/audit')).body.items).toHaveLength(2);
    for (const seq of [1, 2, 3]) await remove(await chain(seq)(tenant));
    expect(await verified(tenant)).toMatchObject({ isIntact: true, first: 4, last: 5 });
    await remove(await chain(4)(tenant));
    expect((await verified(tenant)).broken).toMatchObject({ seq: 4, problem: 'MISSING' });
  });

  it('answers 400 for the cursor of another tenant or another list', async () => {
    const { nextCursor } = (await get(await chainOf(2), '/audit?limit=1')).body;
    expect((await get(await chainOf(1), `/audit/verify?cursor=${nextCursor}`)).body.code).toBe(
      'request.invalid_cursor',
    );
    const cursor = encodeURIComponent((await verified(await longChain())).nextCursor);
    expect((await get(await chainOf(1), `/audit/verify?cursor=${cursor}`)).body.code).toBe('request.invalid_cursor');
  });

  it.each(['DEVELOPER', 'VIEWER', 'CI'] as const)('answers %s 403', async (role) => {
    expect((await audit.call({ role, method: 'GET', path: '/audit/verify' })).status).toBe(403);
  });
});

/** More entries of a tenant whose chain exists. */
async function chainOfMore(tenantId: string, count: number): Promise<void> {
  const items = Array.from({ length: count }, (_, index) =>
    auditItem(audit, now - 1000 + index, { tenantId: tenantId as never }),
  );
  await audit.write(...items);
  await audit.deliver(items);
}

describe('listAuditHeads', () => {
  it('answers signed heads, newest first, and the key that verifies them', async () => {
    const tenant = await chainOf(3, 2, 1);
    const { body } = await get(tenant, '/audit/heads?limit=2');
    expect(body.items.map(({ seq }: { seq: number }) => seq)).toEqual([6, 5]);
    for (const signed of body.items) expect(isSigned(tenant, signed, body.publicKey)).toBe(true);
    const rest = await get(tenant, `/audit/heads?limit=2&cursor=${encodeURIComponent(body.nextCursor)}`);
    expect(rest.body.items.map(({ seq }: { seq: number }) => seq)).toEqual([3]);
    expect(rest.body.nextCursor).toBeNull();
  });

  it.each(['DEVELOPER', 'VIEWER', 'CI'] as const)('answers %s 403', async (role) => {
    expect((await audit.call({ role, method: 'GET', path: '/audit/heads' })).status).toBe(403);
  });
});

describe('a refusal of rights', () => {
  const refused = () => audit.items({ action: 'access.refused' });

  it('leaves one audit entry per caller, operation and minute', async () => {
    const before = (await refused()).length;
    const ask = (userId: string, path = '/audit/heads') =>
      audit.call({ role: 'VIEWER', method: 'GET', path, userId, headers: { authorization: 'Bearer secret' } });
    for (let again = 0; again < 3; again++) expect((await ask('mallory')).status).toBe(403);
    await ask('mallory', '/audit');
    await ask('eve');
    now += 60_000;
    await ask('mallory');
    const entries = (await refused()).slice(before);
    expect((await refused()).length - before).toBe(4);
    expect(entries.some((entry) => JSON.stringify(entry).includes('secret'))).toBe(false);
    const ofMallory = (await refused()).filter(({ actor }) => (actor as Item).id === 'mallory');
    expect(ofMallory.map(({ resourceId, at }) => [resourceId, at]).toSorted()).toEqual([
      ['listAuditEntries', '2026-03-01T12:00:00.000Z'],
      ['listAuditHeads', '2026-03-01T12:00:00.000Z'],
      ['listAuditHeads', '2026-03-01T12:01:00.000Z'],
    ]);
    expect(ofMallory[0]).toMatchObject({
      ...{ tenantId: TENANT_ID, resourceType: 'Operation', ip: '192.0.2.1', userAgent: 'tests' },
      details: { reason: 'This needs the role LEAD; the credential has VIEWER.' },
    });
  });

  it('leaves none for an unknown caller or a foreign tenant', async () => {
    const before = (await refused()).length;
    await audit.call({ method: 'GET', path: '/audit' });
    await audit.call({
      role: 'VIEWER',
      method: 'GET',
      path: '/audit',
      tenantId: '0192f000-0000-7000-8000-00000000beef',
    });
    expect(await refused()).toHaveLength(before);
  });
});
