// Items of an older version: they are read in the present one, a change keeps them readable, and a migration that is stopped at
// any page goes on and loses nothing that was written meanwhile.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  defineEntity,
  defineRecord,
  firstStamps,
  number,
  optional,
  storedItem,
  text,
} from '../../../../../entities/_base/table/entity.ts';
import { itemsOf } from '../../../../../entities/_base/table/items.ts';
import {
  type Checkpoint,
  firstCheckpoint,
  isOfVersions,
  migrate,
} from '../../../../../entities/_base/table/migration.ts';
import { putItem, sendAlone } from '../../../../../entities/_base/table/table.ts';
import { startTable, type TestTable } from '../../../../support/table.ts';

const AT = '2026-03-01T12:00:00.000Z';
const keys = {
  pk: 'T#${tenantId}#THINGS',
  sk: '${thingId}',
  indexes: { byColour: { index: 'gsi1', pk: 'T#${tenantId}#COLOUR#${colour}', sk: '${thingId}' } },
} as const;
const common = { thingId: text, useCount: number, note: optional(text) };
const oldThing = defineEntity('thing', keys, { ...common, color: text });
const thing = defineEntity('thing', keys, { ...common, colour: text }, [
  ({ color, ...item }) => ({ ...item, colour: color }),
]);
const recordKeys = { pk: 'T#${tenantId}#LOG', sk: '${id}' } as const;
const oldRecord = defineRecord('line', recordKeys, { id: text, words: text });
const record = defineRecord('line', recordKeys, { id: text, words: text, length: number }, [
  (item) => ({ ...item, length: String(item.words).length }),
]);
const definitions = [thing, record];

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const tenantId = 'tenant';
const named = (index: number) => `thing-${String(index).padStart(3, '0')}`;
beforeEach(async () => {
  const { table } = started;
  for (let index = 0; index < 120; index++) {
    const item = { tenantId, thingId: named(index), color: 'red', useCount: 1, ...firstStamps(oldThing, AT) };
    await sendAlone(table, putItem(table, storedItem(oldThing, item)));
  }
  await sendAlone(table, putItem(table, storedItem(oldRecord, { tenantId, id: '1', words: 'four' })));
});

const begin = (segments: number) => firstCheckpoint(segments, definitions);
const run = (from: Checkpoint, keep: (checkpoint: Checkpoint) => void = () => undefined, isDryRun = false) =>
  migrate(started.table, from, { definitions, itemsASecond: 100_000, isDryRun, keep });
const outdated = async () => (await started.items()).filter(({ schemaVersion }) => schemaVersion !== 2);

describe('an item of version 1', () => {
  it('is read in the present version', async () => {
    const found = await itemsOf(started.table, thing).find({ tenantId, thingId: named(0) });
    expect(found).toEqual({
      ...{ tenantId, thingId: named(0), colour: 'red', useCount: 1 },
      ...{ createdAt: AT, updatedAt: AT, revision: 1, schemaVersion: 2 },
    });
  });

  it('is written whole by its first change', async () => {
    const things = itemsOf(started.table, thing);
    const loaded = await things.get({ tenantId, thingId: named(1) }, new Error('missing') as never);
    await things.send(things.change(loaded, AT, { note: 'changed' }));
    const changed = { colour: 'red', note: 'changed', revision: 2, schemaVersion: 2 };
    expect(await things.find({ tenantId, thingId: named(1) })).toMatchObject(changed);
    const listed = await things.page({ tenantId, colour: 'red' }, { limit: 5 }, { index: 'byColour' });
    expect(listed.items.map(({ thingId }) => thingId)).toEqual([named(1)]);
  });

  it('keeps a count without a revision that was written between the reading and the first change', async () => {
    const things = itemsOf(started.table, thing);
    const key = { tenantId, thingId: named(2) };
    const loaded = await things.get(key, new Error('missing') as never);
    await things.send(things.add(key, { useCount: 1 }, { expression: 'attribute_exists(pk)' }));
    expect(await things.send(things.change(loaded, AT, { note: 'changed' }))).toBe(true);
    expect(await things.find(key)).toMatchObject({ colour: 'red', note: 'changed', useCount: 2 });
  });
});

describe('a migration', () => {
  it('writes every old item once, with its index keys, and then none', async () => {
    expect(await run(begin(2))).toMatchObject({ seen: 121, migrated: 121, segments: ['DONE', 'DONE'] });
    expect(await outdated()).toEqual([]);
    const [line] = (await started.items()).filter(({ id }) => id === '1');
    expect(line).toMatchObject({ words: 'four', length: 4 });
    const [first] = (await started.items()).filter(({ thingId }) => thingId === named(0));
    expect(first).toMatchObject({ colour: 'red', gsi1pk: 'T#tenant#COLOUR#red', revision: 1 });
    expect(first).not.toHaveProperty('color');
    expect(await run(begin(2))).toMatchObject({ migrated: 0 });
  });

  it('only counts in a dry run', async () => {
    expect(await run(begin(1), undefined, true)).toMatchObject({ migrated: 121 });
    expect(await outdated()).toHaveLength(121);
  });

  it('that is killed after any page goes on from its checkpoint', async () => {
    let kept: Checkpoint | undefined;
    const killed = run(begin(1), (checkpoint) => {
      kept = structuredClone(checkpoint);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await outdated()).toHaveLength(21);
    expect(await run(kept as Checkpoint)).toMatchObject({ seen: 121, migrated: 121 });
    expect(await outdated()).toEqual([]);
  });

  it('takes an item off an index whose key it no longer has', async () => {
    const { table } = started;
    const sparse = defineEntity('thing', keys, { ...common, colour: optional(text) }, [
      ({ colour: _, ...item }) => item,
    ]);
    const item = { tenantId, thingId: named(0), colour: 'red', useCount: 1, ...firstStamps(oldThing, AT) };
    await sendAlone(table, putItem(table, { ...storedItem(thing, item), schemaVersion: 1 }));
    await migrate(table, firstCheckpoint(1, [sparse]), {
      ...{ definitions: [sparse], itemsASecond: 100_000, isDryRun: false, keep: () => undefined },
    });
    const [first] = (await started.items()).filter(({ thingId }) => thingId === named(0));
    expect(first).toMatchObject({ schemaVersion: 2 });
    expect(Object.keys(first ?? {})).not.toContain('gsi1pk');
  });

  it('waits for a transaction that has an item, and writes it then', async () => {
    const { table } = started;
    let conflicts = 0;
    const client = {
      send(command: { constructor: { name: string } }) {
        if (command.constructor.name !== 'UpdateItemCommand' || conflicts === 2)
          return table.client.send(command as never);
        conflicts += 1;
        return Promise.reject(Object.assign(new Error('in a transaction'), { name: 'TransactionConflictException' }));
      },
    };
    const migration = { definitions, itemsASecond: 100_000, isDryRun: false, keep: () => undefined };
    const done = await migrate({ ...table, client: client as never }, begin(1), migration);
    expect([done.migrated, conflicts]).toEqual([121, 2]);
    expect(await outdated()).toEqual([]);
  });

  it('goes on from no checkpoint of other versions', () => {
    expect(isOfVersions(begin(1), definitions)).toBe(true);
    expect(isOfVersions(firstCheckpoint(1, [oldThing, record]), definitions)).toBe(false);
  });

  it('loses nothing that is written meanwhile', async () => {
    const { table } = started;
    const things = itemsOf(table, thing);
    const wishes = Array.from({ length: 120 }, async (_, index) => {
      const key = { tenantId, thingId: named(index) };
      await things.send(things.add(key, { useCount: 1 }, { expression: 'attribute_exists(pk)' }));
      for (;;) {
        const loaded = await things.get(key, new Error('missing') as never);
        if (await things.send(things.change(loaded, AT, { note: `note ${index}` }))) return;
      }
    });
    await Promise.all([run(begin(2)), ...wishes]);
    await run(begin(2));
    const found = await things.all({ tenantId });
    const expected = (index: number) => ({ colour: 'red', note: `note ${index}`, useCount: 2, revision: 2 });
    expect(found).toEqual(found.map((item, index) => ({ ...item, ...expected(index) })));
  });
});

describe('npm run migrate', () => {
  const tool = join(import.meta.dirname, '../../../../../infra/tools/migrate.ts');
  const call = (...args: string[]) =>
    execFileSync(process.execPath, [tool, ...args], {
      encoding: 'utf8',
      env: {
        ...process.env,
        ...{ AWS_ENDPOINT_URL_DYNAMODB: started.endpoint, AWS_REGION: 'us-east-1' },
        ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
      },
    });

  it('says how it is called', () => {
    expect(call('--help')).toContain('--dry-run');
  });

  it('finds nothing to do in a table of the present versions', () => {
    const said = call('--table', started.table.name, '--dry-run', '--rate', '100000');
    expect(said).toContain('0 items would be written');
  });
});
