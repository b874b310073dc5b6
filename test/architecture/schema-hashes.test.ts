// Stored items outlive the code: the attributes and keys of each entity are recorded per version in schema-hashes.json, so
// that a change is a decision about the items that are already there.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, ROOT, textOf } from './source-tree.ts';

interface Definition {
  readonly model: { readonly entity: string };
  readonly attributes: object;
  readonly indexes: object;
}

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
const hashOf = ({ attributes, indexes }: Definition): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical({ attributes, indexes })))
    .digest('hex')
    .slice(0, 16);

const modules = await Promise.all(
  filesOf('entities/**/*.entity.ts').map((path) => import(join(ROOT, path)) as Promise<Record<string, unknown>>),
);
const definitions = modules
  .flatMap((module) => Object.entries(module))
  .filter(([name]) => /^create\w+Entity$/.test(name))
  .map(([, create]) => (create as (table: string) => { schema: Definition })('windlass').schema);

describe('the schema', () => {
  it.each(definitions.map((definition) => [definition.model.entity, definition] as const))(
    'of %s is the recorded one',
    (entity, definition) => {
      const advice =
        `The stored shape of ${entity} changed. If items of the last version no longer fit, raise its schemaVersion and ` +
        'upcast them where they are read; then record the hash in test/architecture/schema-hashes.json under a new version.';
      expect(Object.values(recorded[entity] ?? {}).at(-1), advice).toBe(hashOf(definition));
    },
  );

  it('is recorded for entities that there are', () => {
    expect(Object.keys(recorded).sort()).toEqual(definitions.map(({ model }) => model.entity).sort());
  });

  it('has versions from 1 without a gap', () => {
    const wrong = Object.entries(recorded).filter(([, versions]) =>
      Object.keys(versions).some((version, index) => Number(version) !== index + 1),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the hash', () => {
  const definition = { model: { entity: 'a' }, attributes: { id: { type: 'string' } }, indexes: { byId: {} } };

  it.each([
    ['an attribute is added', { ...definition, attributes: { ...definition.attributes, name: { type: 'string' } } }],
    ['an attribute changes its type', { ...definition, attributes: { id: { type: 'number' } } }],
    ['a key changes', { ...definition, indexes: { byId: { pk: { template: 'T#' } } } }],
    ['a default changes', { ...definition, attributes: { id: { type: 'string', default: () => '' } } }],
  ])('changes when %s', (_, changed) => {
    expect(hashOf(changed)).not.toBe(hashOf(definition));
  });

  it('does not depend on order', () => {
    const attributes = { a: { type: 'string', required: true }, b: { type: 'string' } };
    const reordered = { b: { type: 'string' }, a: { required: true, type: 'string' } };
    expect(hashOf({ ...definition, attributes })).toBe(hashOf({ ...definition, attributes: reordered }));
  });
});
