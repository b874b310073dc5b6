// The table of what becomes of a tenant's partitions names every partition that there is.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CONNECTIONS,
  EXPIRING,
  LAST,
  OF_RELEASES,
  PEOPLE,
  type Shelf,
} from '../../../../../entities/tenants/removal/removal.model.ts';

const ENTITIES = join(import.meta.dirname, '../../../../../entities');
const filesOf = (pattern: string) => globSync(pattern, { cwd: ENTITIES }).sort();

/** Keys of an index: its entries go with their items. */
const OF_INDEXES = ['failedNotificationKeys'];

interface Keys {
  readonly pk: string;
}
const isKeys = (value: unknown): value is Keys => typeof (value as Keys | null)?.pk === 'string';
const modules = await Promise.all(
  filesOf('**/{*.keys,keys}.ts').map((path) => import(join(ENTITIES, path)) as Promise<Record<string, unknown>>),
);
const partitions = modules
  .flatMap((module) => Object.entries(module))
  .flatMap(([name, keys]) => (isKeys(keys) && !OF_INDEXES.includes(name) ? [[name, keys.pk] as const] : []));

/** A template with `*` for everything that it names besides its tenant. */
const shapeOf = (template: string) => template.replaceAll(/\$\{(?!tenantId\b|slug\b)\w+\}/g, '*');
const ofShelves = (shelves: readonly Shelf[]) => shelves.flatMap(({ pk, own = [] }) => [pk, ...own]);
const named = [...ofShelves([...CONNECTIONS, ...PEOPLE]), ...OF_RELEASES, ...LAST, ...Object.keys(EXPIRING)];

describe('the removal of a tenant', () => {
  it.each(partitions)('says what becomes of %s: %s', (name, pk) => {
    const shape = shapeOf(pk);
    // Identities have a partition per provider.
    const isNamed = (one: string) => shapeOf(one) === shape || (name === 'identityKeys' && /#IDENTITY#\w+$/.test(one));
    expect(named.filter(isNamed)).not.toEqual([]);
  });

  it('names no partition that there is not', () => {
    const shapes = partitions.map(([, pk]) => shapeOf(pk));
    const unknown = named.filter((one) => !shapes.some((shape) => matches(shape, one)));
    expect(unknown).toEqual([]);
  });

  it('knows all keys: no entity has a template of its own', () => {
    const own = filesOf('**/*.ts').flatMap((path) =>
      [...readFileSync(join(ENTITIES, path), 'utf8').matchAll(/field: 'pk',[^}]*template: (\S+?),? *\}/g)]
        .map(([, template = '']) => template)
        .filter((template) => !/^\w+\.pk$/.test(template)),
    );
    expect(own).toEqual([]);
  });

  it('leaves nothing to expire but with a reason', () => {
    expect(Object.values(EXPIRING).filter((reason) => reason.length < 20)).toEqual([]);
  });
});

/** `T#${tenantId}#IDENTITY#slack` is one of `T#${tenantId}#IDENTITY#*`. */
function matches(shape: string, template: string): boolean {
  const [head = '', tail] = shape.split('*');
  return tail === undefined ? shapeOf(template) === shape : template.startsWith(head);
}
