// One kind of item in the table: the reads and writes of which repositories are made. Reads are consistent unless of an index;
// writes are returned for a transaction. ElectroDB checks what is written; it is loaded with the first write, as most requests only
// read.
import { ITEM_INDEXES } from '../../names.ts';
import { baseErrors } from '../conflicts.ts';
import type { DomainError } from '../errors.ts';
import {
  type Born,
  type Definition,
  firstStamps,
  indexKeysOf,
  type KeyValues,
  liftedNames,
  type New,
  readItem,
  versionOf,
} from './entity.ts';
import { fillKey, type Key, type Keys, keyOf, placesIn, prefixOf } from './keys.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
import { queryOf, readFirst, readMany, readOne, type Stored, walk } from './reads.ts';
import {
  ABSENT,
  type Changes,
  type Condition,
  checkItem,
  deleteItem,
  itemOf,
  putItem,
  sendAlone,
  type Table,
  updateItem,
  type Write,
} from './table.ts';

const half = (field: string, template: string) => ({
  field,
  casing: 'none',
  composite: placesIn(template).map(({ name }) => name),
  template: template.replaceAll(/:\d+\}/g, '}'),
});

/**
 * The definition as ElectroDB wants it, without indexes: of those it asks for every attribute of a key with each change of one, and
 * cannot leave one. A name that both halves of a key have belongs to the first.
 */
function schemaOf({ name, keys: { pk, sk }, attributes }: Definition) {
  const padded = placesIn(pk + sk)
    .filter(({ digits }) => digits > 0)
    .map((place) => [place.name, { ...attributes[place.name], padding: { length: place.digits, char: '0' } }]);
  return {
    model: { entity: name, service: 'windlass', version: '1' },
    attributes: { ...attributes, ...Object.fromEntries(padded) },
    indexes: { main: { pk: half('pk', pk), sk: half('sk', sk) } },
  };
}

type Params = Readonly<Record<string, unknown>>;
interface Building {
  set(values: object): Building;
  remove(names: readonly string[]): Building;
  where(condition: (attributes: Record<string, string>, operations: Operations) => string): Building;
  params(): Params;
}
interface Expression {
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Params;
}
interface Operations {
  eq(attribute: string | undefined, value: unknown): string;
}
/** ElectroDB's types follow literal schemas; ours come from the definition. */
type Writer = Record<'put' | 'patch', (values: object) => Building>;

export interface Listing {
  /** An access pattern of the keys file; the table itself without it. */
  readonly index?: string;
  readonly newestFirst?: boolean;
  /** The first and the last sort key. */
  readonly between?: readonly [string, string];
  /** The items that a filtered page reads at most, if 500 are too many. */
  readonly atMost?: number;
}

const keyText = ({ pk, sk }: Stored | Key): string => `${pk}\n${sk}`;

export function itemsOf<Item extends object, K extends Keys>(table: Table, definition: Definition<Item, K>) {
  const { keys, attributes } = definition;
  type Values = KeyValues<Item, K>;
  let made: Writer | undefined;
  const writer = async (): Promise<Writer> => {
    // A CommonJS package: a chunk of it has no named exports.
    const { Entity } = (await import('electrodb')).default;
    // With the client it makes sets as the client takes them.
    made ??= new Entity(schemaOf(definition) as never, {
      table: table.name,
      client: table.client,
    }) as unknown as Writer;
    return made;
  };
  const parse = (stored: Stored): Item => readItem(definition, stored);
  const keyFor = (values: object): Key => keyOf(keys, values);
  const namesOfKey = placesIn(keys.pk + keys.sk).map(({ name }) => name);
  const pick = (from: object, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, (from as Stored)[name]]));
  const omit = (from: object, names: readonly string[]) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
  const revisionOf = (item: object) => Number((item as Stored).revision);
  const at = (revision: number): Condition => ({ expression: 'revision = :known', values: { known: revision } });
  const indexes = Object.values(keys.indexes ?? {});
  const indexKeys = (item: object): Stored => Object.assign({}, ...indexes.map((index) => indexKeysOf(index, item)));
  /** Of an item of an older version: its index keys may be any. */
  const unknownIndexKeys = Object.fromEntries(
    indexes.flatMap(({ index }) => [`${index}pk`, `${index}sk`]).map((name) => [name, '']),
  );
  const built = (item: object, condition?: Condition, otherwise = baseErrors.conflict()): Write => ({
    item: async () => {
      const { Item } = (await writer()).put({ ...item, schemaVersion: versionOf(definition) }).params();
      const stored = { ...(Item as Stored), ...keyFor(item), ...indexKeys(item) };
      return itemOf(putItem(table, stored, condition));
    },
    otherwise,
  });

  const partitionOf = (of: object, { index, newestFirst, between }: Listing = {}) => {
    const templates = index === undefined ? keys : keys.indexes?.[index];
    if (!templates) throw new Error(`${definition.name} has no index ${index}`);
    const name = 'index' in templates ? templates.index : undefined;
    return { pk: fillKey(templates.pk, of), prefix: prefixOf(templates.sk, of), index: name, newestFirst, between };
  };

  /** The condition that the item has not changed since it was read; an item without a revision only must exist. */
  function updated(loaded: Item, changes: object, stamps: object): Write {
    const names = liftedNames(loaded);
    const present = names ? omit(pick(loaded, names), [...namesOfKey, ...Object.keys(changes)]) : {};
    const set = Object.entries({ ...present, ...changes, ...stamps }).filter(([, value]) => value !== undefined);
    const deleted = Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [name] : []));
    const before = names ? unknownIndexKeys : indexKeys(loaded);
    const after = indexKeys({ ...loaded, ...changes, ...stamps });
    const item = async () => {
      const patch = (await writer()).patch(pick(loaded, namesOfKey));
      const building = patch.set(Object.fromEntries(set)).remove(deleted);
      const guarded = attributes.revision
        ? building.where((names, { eq }) => eq(names.revision, revisionOf(loaded)))
        : building;
      const params = guarded.params() as unknown as Expression;
      return { Update: { ...withIndexes(params, before, after), Key: keyFor(loaded) } as never };
    };
    return { item, otherwise: baseErrors.conflict() };
  }

  /** Adds the index keys that change, and deletes those that the item no longer has. */
  function withIndexes({ UpdateExpression, ...params }: Expression, before: Stored, after: Stored): Expression {
    const changed = Object.entries(after).filter(([name, value]) => before[name] !== value);
    const deleted = Object.keys(before).filter((name) => after[name] === undefined);
    const set = changed.map(([name]) => `${name} = :${name}_key, `).join('');
    const remove = UpdateExpression.includes(' REMOVE ') ? ', ' : ' REMOVE ';
    const values = Object.fromEntries(changed.map(([name, value]) => [`:${name}_key`, value]));
    return {
      ...params,
      UpdateExpression:
        UpdateExpression.replace(/^SET /, `SET ${set}`) + (deleted.length > 0 ? remove + deleted.join(', ') : ''),
      ExpressionAttributeValues: { ...params.ExpressionAttributeValues, ...values },
    };
  }

  /** Those that exist, in the order of their keys. */
  async function inOrder(asked: readonly Key[], isConsistent: boolean): Promise<Item[]> {
    const found = await readMany(table, asked, undefined, isConsistent);
    const byKey = new Map(found.map((stored) => [keyText(stored), parse(stored)]));
    return asked.flatMap((key) => byKey.get(keyText(key)) ?? []);
  }

  async function find(values: Values): Promise<Item | undefined> {
    const stored = await readOne(table, keyFor(values));
    return stored && parse(stored);
  }

  return {
    keyFor,
    parse,
    find,
    partitionOf,

    /** Those that exist, in the order of their keys. */
    findMany: (wanted: readonly Values[], isConsistent = true): Promise<Item[]> =>
      inOrder(wanted.map(keyFor), isConsistent),

    /** Throws `missing`. */
    async get(values: Values, missing: DomainError): Promise<Item> {
      const found = await find(values);
      if (!found) throw missing;
      return found;
    },

    isThere: async (values: Values): Promise<boolean> => (await readOne(table, keyFor(values), ['pk'])) !== undefined,

    /**
     * One page of a partition. `keep` chooses items; `filter` is what was asked for, if most may be refused. Of an index that holds
     * keys, `keep` is asked about the items as they are now, and a page may be short.
     */
    async page(
      of: object,
      page: PageRequest,
      listing: Listing = {},
      keep: (item: Item) => boolean = () => true,
      filter?: Readonly<Record<string, unknown>>,
    ): Promise<Page<Item>> {
      const partition = partitionOf(of, listing);
      const query = { ...queryOf(table, partition), ConsistentRead: false };
      if (partition.index === undefined || (ITEM_INDEXES as readonly string[]).includes(partition.index)) {
        return readPage(table, query, page, parse, { keep, filter, atMost: listing.atMost });
      }
      const { items, nextCursor } = await readPage(table, query, page, (raw) => raw as unknown as Key);
      return { items: (await inOrder(items, false)).filter(keep), nextCursor };
    },

    /** At most `most` of a partition in its order; all of them without it. */
    all: async (of: object, listing: Listing = {}, most?: number): Promise<Item[]> =>
      (await readFirst(table, partitionOf(of, listing), most)).map(parse),

    /** All items of a partition in its order, read page by page. */
    async *walk(of: object, listing: Listing = {}): AsyncGenerator<Item> {
      for await (const stored of walk(table, partitionOf(of, listing))) yield parse(stored);
    },

    /** Sets attributes of an item that exists, whatever its revision; none of an index key. */
    patch: (values: Values, set: Partial<Item>): Write => ({
      item: async () => ({ Update: (await writer()).patch(values).set(set).params() as never }),
      otherwise: baseErrors.conflict(),
    }),

    /** Fails with `taken` if the item exists. */
    create: (item: New<Item>, taken?: DomainError): Write => built(item, ABSENT, taken),

    /** As `create`, with the first stamps. */
    first: (item: Born<Item>): Write =>
      built({ ...firstStamps(definition, String((item as Stored).createdAt)), ...item }, ABSENT),

    /** Writes the whole item; replaces an existing one unless a condition forbids it. */
    put: (item: New<Item>, condition?: Condition): Write => built(item, condition),

    /** The whole item as the next revision of the one before, or the first. */
    next: (item: New<Item>): Write => built(item, revisionOf(item) === 1 ? ABSENT : at(revisionOf(item) - 1)),

    /** Changes attributes of the item as it was read, and its stamps (`now` is ISO 8601). `undefined` deletes an attribute. */
    change(loaded: Item, now: string | undefined, changes: Changes<Item>): Write {
      const stamps = attributes.revision && { revision: revisionOf(loaded) + 1, ...(now && { updatedAt: now }) };
      return updated(loaded, changes, stamps ?? {});
    },

    /** Sets attributes without a new revision, if the item has not changed since it was read. */
    note: (loaded: Item, changes: Changes<Item>): Write => updated(loaded, changes, {}),

    /** Adds to numbers of an item; creates the item with the first addition. */
    add(values: Values, by: Readonly<Record<string, number>>, condition: Condition, otherwise?: DomainError): Write {
      const amounts = Object.keys(by).map((name) => `${name} :${name}`);
      const named = Object.keys(values).filter((name) => name in attributes && name !== 'schemaVersion');
      const update = {
        expression: `SET ${[...named.map((name) => `${name} = :${name}`), '#kind = :kind', 'schemaVersion = if_not_exists(schemaVersion, :version)'].join(', ')} ADD ${amounts.join(', ')}`,
        values: { ...pick(values, named), kind: definition.name, version: versionOf(definition), ...by },
        names: { '#kind': '__edb_e__' },
      };
      return updateItem(table, keyFor(values), update, condition, otherwise);
    },

    /** Fails the transaction if the item has changed since it was read. */
    unchanged: (loaded: Item): Write => checkItem(table, keyFor(loaded), at(revisionOf(loaded)), baseErrors.conflict()),

    check: (values: Values, condition: Condition, otherwise: DomainError): Write =>
      checkItem(table, keyFor(values), condition, otherwise),

    /** Deletes the item if it has not changed since it was read. */
    remove(loaded: Item, further?: Condition): Write {
      const { expression, values } = at(revisionOf(loaded));
      const both = {
        expression: `${expression} AND ${further?.expression}`,
        values: { ...values, ...further?.values },
      };
      return deleteItem(table, keyFor(loaded), further ? both : { expression, ...(values && { values }) });
    },

    /** Deletes the item with this key, if the condition holds. */
    forget: (values: Values, condition?: Condition): Write => deleteItem(table, keyFor(values), condition),

    /** Sends a write alone; false when its condition does not hold. */
    send: (write: Write): Promise<boolean> => sendAlone(table, write),
  };
}
