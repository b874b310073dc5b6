// Stored items outlive the code: the attributes and keys of each entity are recorded per version in schema-hashes.json, so
// that a change is a decision about the items that are already there.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Definition, versionOf } from '../../entities/_base/table/entity.ts';
import type { Keys } from '../../entities/_base/table/keys.ts';
import { filesOf, ROOT, textOf } from './rules/source-tree.ts';

type Schema = Pick<Definition, 'attributes' | 'keys'>;

/** By entity: the hash of each version, the last one the present. */
const recorded = JSON.parse(textOf('test/architecture/schema-hashes.json')) as Record<string, Record<string, string>>;

/** The same for the same definition, however its properties are ordered; functions count by their text. */
function canonical(value: unknown): unknown {
  if (typeof value === 'function') return String(value);
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => one.localeCompare(other, 'en'))
      .map(([name, inner]) => [name, canonical(inner)]),
  );
}
const hashOf = ({ attributes, keys: { pk, sk, indexes } }: Schema): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical({ attributes, pk, sk, indexes })))
    .digest('hex')
    .slice(0, 16);

const modules = await Promise.all(
  filesOf('entities/**/*.entity.ts').map((path) => import(join(ROOT, path)) as Promise<Record<string, unknown>>),
);
const definitions = modules
  .flatMap((module) => Object.entries(module))
  .flatMap(([name, value]) => (name.endsWith('Definition') ? [value as Definition] : []));

describe('the schema', () => {
  it.each(definitions.map((definition) => [definition.name, definition] as const))(
    'of %s is the recorded one',
    (entity, definition) => {
      const advice =
        `The stored shape of ${entity} changed. If items of the last version no longer fit, add an upcast to its definition and ` +
        'record the hash in test/architecture/schema-hashes.json under a new version; else replace the last one.';
      expect(Object.values(recorded[entity] ?? {}).at(-1), advice).toBe(hashOf(definition));
    },
  );

  it('is recorded for entities that there are', () => {
    expect(Object.keys(recorded).sort()).toEqual(definitions.map(({ name }) => name).sort());
  });

  it.each(definitions.map((definition) => [definition.name, definition] as const))(
    'of %s has a recorded version per upcast',
    (entity, definition) => {
      expect(Object.keys(recorded[entity] ?? {})).toHaveLength(versionOf(definition));
    },
  );

  it('is that of every key template in a keys file', async () => {
    const keysFiles = filesOf('entities/**/*.keys.ts').map(
      (path) => import(join(ROOT, path)) as Promise<Record<string, unknown>>,
    );
    const isKeys = (value: unknown): value is Keys => typeof (value as Keys | null)?.pk === 'string';
    const keys = (await Promise.all(keysFiles)).flatMap((file) => Object.values(file)).filter(isKeys);
    const nameOf = ({ pk, sk }: Keys) => `${pk} ${sk}`;
    expect(definitions.map((definition) => nameOf(definition.keys)).sort()).toEqual(keys.map(nameOf).sort());
  });

  it('has versions from 1 without a gap', () => {
    const wrong = Object.entries(recorded).filter(([, versions]) =>
      Object.keys(versions).some((version, index) => Number(version) !== index + 1),
    );
    expect(wrong).toEqual([]);
  });
});

/** Functions that read a kind of item by its key templates, and so without its upcasts. */
const unlifted = (keysNames: readonly string[], sources: readonly (readonly [string, string])[]): string[] =>
  sources.flatMap(([path, text]) =>
    keysNames.filter((name) => new RegExp(`\\b${name}\\b`).test(text)).map((name) => `${path}: ${name}`),
  );

describe('a kind of item that has upcasts', () => {
  it('is read by its definition in functions too (getRaw, readItem)', async () => {
    const files = filesOf('entities/**/*.keys.ts').map(
      (path) => import(join(ROOT, path)) as Promise<Record<string, unknown>>,
    );
    const lifted = definitions.filter(({ upcasts }) => upcasts.length > 0).map(({ keys }) => keys as unknown);
    const named = (await Promise.all(files)).flatMap((file) => Object.entries(file));
    const names = named.flatMap(([name, keys]) => (lifted.includes(keys) ? [name] : []));
    const sources = filesOf('functions/**/*.ts').map((path) => [path, textOf(path)] as const);
    expect(unlifted(names, sources)).toEqual([]);
  });

  it('is found where its keys are used', () => {
    expect(unlifted(['thingKeys'], [['functions/a.ts', 'table.get(keyOf(thingKeys, { id }))']])).toHaveLength(1);
  });
});

const GSI = { index: 'gsi1', pk: 'T#${tenantId}#ALL', sk: '${id}' } as const;

describe('the hash', () => {
  const id = { type: 'string', required: true };
  const definition = { keys: { pk: 'T#${tenantId}', sk: 'A' }, attributes: { id } };

  it.each([
    ['an attribute is added', { ...definition, attributes: { id, name: id } }],
    ['an attribute changes its type', { ...definition, attributes: { id: { ...id, type: 'number' } } }],
    ['an attribute becomes optional', { ...definition, attributes: { id: { ...id, required: false } } }],
    ['a key changes', { ...definition, keys: { pk: 'T#', sk: 'A' } }],
    ['an index is added', { ...definition, keys: { ...definition.keys, indexes: { all: GSI } } }],
  ])('changes when %s', (_, changed) => {
    expect(hashOf(changed)).not.toBe(hashOf(definition));
  });

  it('does not depend on order', () => {
    const attributes = { a: id, b: { type: 'number', required: false } };
    const reordered = { b: { required: false, type: 'number' }, a: id };
    expect(hashOf({ ...definition, attributes })).toBe(hashOf({ ...definition, attributes: reordered }));
  });
});
