// Every kind of item is stored alike by the functions that have ElectroDB and by those that do without it, however it is changed:
// its attributes, its keys, and those of its indexes.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Attribute,
  type Definition,
  defineEntity,
  number,
  optional,
  storedItem,
  text,
  texts,
} from '../../../../../entities/_base/table/entity.ts';
import { itemsOf } from '../../../../../entities/_base/table/items.ts';
import { placesIn } from '../../../../../entities/_base/table/keys.ts';
import { startTable, type TestTable } from '../../../../support/table.ts';

type Item = Readonly<Record<string, unknown>>;

const ROOT = join(import.meta.dirname, '../../../../..');
const AT = '2026-03-01T12:00:00.000Z';

const namesOf = ({ keys }: Definition) => placesIn(keys.pk + keys.sk).map(({ name }) => name);
const modules = await Promise.all(
  globSync('entities/**/*.entity.ts', { cwd: ROOT }).map(
    (path) => import(join(ROOT, path)) as Promise<Record<string, unknown>>,
  ),
);
const stored = modules
  .flatMap((module) => Object.entries(module))
  .flatMap(([name, value]) => (name.endsWith('Definition') ? [value as Definition] : []))
  // The outbox event is written without ElectroDB alone.
  .filter((definition) => namesOf(definition).every((name) => name in definition.attributes));

const sparseKeys = {
  pk: 'T#${tenantId}#THINGS',
  sk: '${order:4}',
  indexes: {
    byColour: { index: 'gsi1', pk: 'T#${tenantId}#COLOUR#${colour}#${shade}', sk: '${updatedAt}#${order:4}' },
    byShade: { index: 'gsi2', pk: 'T#${tenantId}#SHADE#${shade}', sk: '${order:4}' },
  },
} as const;
const sparse = defineEntity('thing', sparseKeys, {
  ...{ order: number, colour: text, shade: optional(text), names: optional(texts) },
});

function sample({ type, items, properties }: Attribute, seed: number): unknown {
  if (Array.isArray(type)) return type[seed % type.length];
  const inner = Object.entries((properties ?? {}) as Record<string, Attribute>);
  const samples: Readonly<Record<string, () => unknown>> = {
    string: () => `text ${seed}`,
    number: () => seed,
    boolean: () => seed % 2 === 0,
    list: () => (seed === 3 ? [] : [sample(items as Attribute, seed)]),
    map: () => Object.fromEntries(inner.map(([name, property]) => [name, sample(property, seed)])),
    any: () => ({ list: [{ seed, empty: '' }], none: [] }),
    set: () => new Set([`text ${seed}`]),
  };
  return samples[String(type)]?.();
}

let started: TestTable;
beforeAll(async () => {
  started = await startTable();
});
afterAll(() => started.stop());

const present = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));

describe.each([...stored, sparse as Definition].map((definition) => [definition.name, definition] as const))(
  'an item of the kind %s',
  (_, definition) => {
    const { attributes } = definition;
    const kept = [...namesOf(definition), 'createdAt', 'updatedAt', 'revision', 'schemaVersion'];

    it('is stored alike after each change of each attribute', async () => {
      const items = itemsOf(started.table, definition as Definition<Item>);
      const required = Object.entries(attributes).filter(([, attribute]) => attribute.required);
      let item: Item = Object.fromEntries(required.map(([name, attribute]) => [name, sample(attribute, 1)]));
      const { client, name: TableName } = started.table;
      const Key = items.keyFor(item);
      const raw = async () => (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
      await items.send(items.create(item));
      expect(await raw()).toEqual(storedItem(definition, item));
      const changeable = Object.entries(attributes).filter(([name]) => !kept.includes(name));
      for (const [name, attribute] of changeable) {
        for (const value of [sample(attribute, 2), sample(attribute, 3), ...(attribute.required ? [] : [undefined])]) {
          const loaded = (await items.find(item as never)) as Item;
          expect(await items.send(items.change(loaded, AT, { [name]: value }))).toBe(true);
          const stamps = attributes.revision && {
            ...{ revision: Number(item.revision) + 1 },
            ...(attributes.updatedAt && { updatedAt: AT }),
          };
          item = { ...item, [name]: value, ...stamps };
          expect(await raw()).toEqual(present(storedItem(definition, item)));
        }
      }
    });
  },
);
