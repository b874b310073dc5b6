// The repository's promises to other domains: reading many at once, and counting use under a condition.
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { itemOf, type Write } from '../../../../entities/_base/table/table.ts';
import { integrationErrors } from '../../../../entities/integrations/errors.ts';
import {
  createIntegrationRepo,
  type IntegrationItem,
  type IntegrationRepo,
} from '../../../../entities/integrations/integration.repo.ts';
import { newIntegration } from '../../../../entities/integrations/integration-change.model.ts';
import { OTHER_TENANT_ID, TENANT_ID } from '../../../support/http.ts';
import { startTable, type TestTable } from '../../../support/table.ts';

let test: TestTable;
let repo: IntegrationRepo;
beforeAll(async () => {
  test = await startTable();
  repo = createIntegrationRepo(test.table);
});
afterAll(() => test.stop());
afterEach(() => vi.restoreAllMocks());

const transact = async (writes: readonly Write[]) =>
  test.table.client.send(new TransactWriteCommand({ TransactItems: await Promise.all(writes.map(itemOf)) }));

let created = 0;
async function create(state: Partial<IntegrationItem> = {}): Promise<IntegrationItem> {
  created += 1;
  const base = {
    tenantId: TENANT_ID,
    integrationId: `integration-${created}`,
    kind: 'SCM' as const,
    type: 'GITHUB' as const,
    name: `integration ${created}`,
    config: { owner: 'acme', repository: 'app' },
    isActive: true,
    configuredByAccountId: 'lena',
  };
  const item: IntegrationItem = { ...newIntegration(base, 0), verificationStatus: 'VALID', ...state };
  await transact(repo.create(item, 'sealed'));
  return item;
}
const refOf = ({ kind, integrationId }: IntegrationItem) => ({ kind, integrationId });
const read = async (item: IntegrationItem) => repo.get(item.tenantId, refOf(item));
const refused = integrationErrors.reference_invalid();

describe('getMany', () => {
  it('answers by id what exists in the tenant under its kind', async () => {
    const [one, two] = [await create(), await create({ kind: 'TARGET', type: 'APP_STORE' })];
    const foreign = await create({ tenantId: OTHER_TENANT_ID });
    const refs = [refOf(one), refOf(two), refOf(foreign), { ...refOf(two), kind: 'SCM' as const }, refOf(one)];
    const found = await repo.getMany(TENANT_ID, refs);
    expect([...found.keys()].sort()).toEqual([one.integrationId, two.integrationId].sort());
    expect(found.get(one.integrationId)).toMatchObject(one);
  });

  it('reads consistently with one call, and with none for nothing', async () => {
    const items = [await create(), await create(), await create()];
    const send = vi.spyOn(test.table.client, 'send');
    await repo.getMany(TENANT_ID, []);
    expect(send).not.toHaveBeenCalled();
    await repo.getMany(TENANT_ID, items.map(refOf));
    expect(send).toHaveBeenCalledTimes(1);
    const command = send.mock.calls[0]?.[0] as unknown as BatchGetItemCommand;
    expect(command.input.RequestItems?.[test.table.name]?.ConsistentRead).toBe(true);
  });

  it('asks again for what DynamoDB left out', async () => {
    const items = [await create(), await create()];
    const send = test.table.client.send.bind(test.table.client) as (command: unknown) => Promise<never>;
    let isFirst = true;
    vi.spyOn(test.table.client, 'send').mockImplementation(async (command: unknown) => {
      if (!isFirst) return send(command);
      isFirst = false;
      const { Keys = [] } = (command as BatchGetItemCommand).input.RequestItems?.[test.table.name] ?? {};
      const answer: object = await send(
        new BatchGetItemCommand({ RequestItems: { [test.table.name]: { Keys: [Keys[0]] } } } as never),
      );
      return { ...answer, UnprocessedKeys: { [test.table.name]: { Keys: Keys.slice(1) } } } as never;
    });
    expect((await repo.getMany(TENANT_ID, items.map(refOf))).size).toBe(2);
  });

  it('reads more than one batch holds', async () => {
    const items: IntegrationItem[] = [];
    for (let index = 0; index < 101; index++) items.push(await create());
    expect((await repo.getMany(TENANT_ID, items.map(refOf))).size).toBe(101);
  });
});

describe('use and check', () => {
  const cases: [string, Partial<IntegrationItem>, boolean, boolean][] = [
    ['active and VALID', {}, true, true],
    ['active and PENDING', { verificationStatus: 'PENDING' }, false, true],
    ['active and INVALID', { verificationStatus: 'INVALID' }, false, true],
    ['active and EXPIRED', { verificationStatus: 'EXPIRED' }, false, true],
    ['inactive and VALID', { isActive: false }, false, false],
    ['inactive and PENDING', { isActive: false, verificationStatus: 'PENDING' }, false, false],
  ];
  const rows = cases.flatMap(([name, state, verified, active]) => [
    { name, state, condition: 'VERIFIED' as const, isUsable: verified },
    { name, state, condition: 'ACTIVE' as const, isUsable: active },
  ]);

  it.each(rows)('of one that is $name as $condition: $isUsable', async ({ state, condition, isUsable }) => {
    const item = await create(state);
    const attempt = (write: Write) => transact([write]).then(...([() => true, () => false] as const));
    expect(await attempt(repo.check(TENANT_ID, refOf(item), condition, refused))).toBe(isUsable);
    expect(await attempt(repo.use(TENANT_ID, refOf(item), condition, refused))).toBe(isUsable);
    expect(await read(item)).toMatchObject({ ...item, useCount: isUsable ? 1 : 0 });
  });

  it.each(['use', 'check'] as const)('%s of one that is missing is refused and creates nothing', async (verb) => {
    const count = (await test.items()).length;
    const write = repo[verb](TENANT_ID, { kind: 'SCM', integrationId: 'missing' }, 'ACTIVE', refused);
    await expect(transact([write])).rejects.toThrow();
    expect(write.otherwise).toBe(refused);
    expect((await test.items()).length).toBe(count);
  });

  it('of another tenant’s is refused', async () => {
    const foreign = await create({ tenantId: OTHER_TENANT_ID });
    await expect(transact([repo.use(TENANT_ID, refOf(foreign), 'ACTIVE', refused)])).rejects.toThrow();
  });

  it('costs two write units in a transaction', async () => {
    const item = await create({ name: 'x'.repeat(100), verificationError: 'x'.repeat(300) });
    const update = await itemOf(repo.use(TENANT_ID, refOf(item), 'VERIFIED', refused));
    const { ConsumedCapacity } = await test.table.client.send(
      new TransactWriteCommand({ TransactItems: [update], ReturnConsumedCapacity: 'TOTAL' }),
    );
    expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(2);
  });
});

describe('unuse', () => {
  it('takes back a use and leaves the rest alone', async () => {
    const item = await create();
    await transact([repo.use(TENANT_ID, refOf(item), 'ACTIVE', refused)]);
    await transact([repo.unuse(TENANT_ID, refOf(item))]);
    expect(await read(item)).toMatchObject(item);
  });

  it('of one that is missing is refused and creates nothing', async () => {
    const count = (await test.items()).length;
    await expect(transact([repo.unuse(TENANT_ID, { kind: 'SCM', integrationId: 'missing' })])).rejects.toThrow();
    expect((await test.items()).length).toBe(count);
  });
});

describe('update', () => {
  let before: IntegrationItem;
  beforeEach(async () => {
    before = await create();
  });

  it('keeps a use that was counted since the read', async () => {
    await transact([repo.use(TENANT_ID, refOf(before), 'ACTIVE', refused)]);
    await transact(repo.update(before, { ...before, name: 'renamed', revision: 2 }));
    expect(await read(before)).toMatchObject({ name: 'renamed', revision: 2, useCount: 1 });
  });

  it('is refused when somebody else wrote the next revision', async () => {
    await transact(repo.update(before, { ...before, isActive: false, revision: 2 }));
    await expect(transact(repo.update(before, { ...before, revision: 2 }))).rejects.toThrow();
  });

  it('replaces the sealed credentials only when it is given new ones', async () => {
    await transact(repo.update(before, { ...before, revision: 2 }));
    expect(await repo.getSecret(TENANT_ID, before.integrationId)).toBe('sealed');
    const second = { ...before, revision: 2 };
    await transact(repo.update(second, { ...second, revision: 3 }, 'sealed again'));
    expect(await repo.getSecret(TENANT_ID, before.integrationId)).toBe('sealed again');
    expect(await repo.getSecret(OTHER_TENANT_ID, before.integrationId)).toBeUndefined();
  });
});
