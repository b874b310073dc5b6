// The one definition of a kind of item: its attributes, keys, indexes, stamps and versions. ElectroDB writes by it (items.ts);
// functions that start without ElectroDB read and write by the same one. Pure.
import { type IndexKeys, type Keys, keyOf, type NamesIn, placesIn } from './keys.ts';

/** An attribute as ElectroDB describes it; `value` is for the compiler alone. */
export interface Attribute<Value = unknown, Required extends boolean = boolean> {
  readonly type: string | readonly string[];
  readonly required: Required;
  readonly items?: unknown;
  readonly properties?: unknown;
  readonly value?: Value;
}

export type Attributes = Readonly<Record<string, Attribute>>;
type Flat<T> = { [Name in keyof T]: T[Name] };
type ValueOf<A> = A extends Attribute<infer Value> ? Value : never;
export type ValuesOf<A> = Flat<
  { -readonly [Name in keyof A as A[Name] extends { required: true } ? Name : never]: ValueOf<A[Name]> } & {
    -readonly [Name in keyof A as A[Name] extends { required: true } ? never : Name]?: ValueOf<A[Name]>;
  }
>;

/** A map; DynamoDB writes it without fields that are `undefined`. */
type Inner<A> = Flat<
  { -readonly [Name in keyof A as A[Name] extends { required: true } ? Name : never]: ValueOf<A[Name]> } & {
    -readonly [Name in keyof A as A[Name] extends { required: true } ? never : Name]?: ValueOf<A[Name]> | undefined;
  }
>;

const required = <Value>(rest: Omit<Attribute, 'required'>) => ({ ...rest, required: true }) as Attribute<Value, true>;

export const text = required<string>({ type: 'string' });
export const number = required<number>({ type: 'number' });
export const boolean = required<boolean>({ type: 'boolean' });
export const oneOf = <const Value extends string>(values: readonly Value[]) => required<Value>({ type: values });
export const list = <Value>(items: Attribute<Value, true>) => required<Value[]>({ type: 'list', items });
export const map = <const A extends Attributes>(properties: A) => required<Inner<A>>({ type: 'map', properties });
/** A set of texts, which updates add to and delete from. */
export const texts = required<ReadonlySet<string>>({ type: 'set', items: 'string' });
// biome-ignore lint/suspicious/noExplicitAny: a document whose zod schema stands with the model that reads it
export const json = required<any>({ type: 'any' });
export const optional = <Value>(attribute: Attribute<Value, true>) =>
  ({ ...attribute, required: false }) as Attribute<Value, false>;

/** Second from which the table may remove the item: the table's TTL attribute (names.ts). */
export const expiring = { expiresAtEpoch: number };

const OWN = { tenantId: text, schemaVersion: number };
const STAMPS = { createdAt: text, updatedAt: text, revision: number };
export type Stamps = ValuesOf<typeof STAMPS> & { schemaVersion: number };

type Stored = Readonly<Record<string, unknown>>;
/** Upcasts an item of one version to the next. */
export type Upcast = (item: Stored) => Stored;

export interface Definition<Item extends object = object, K extends Keys = Keys> {
  readonly name: string;
  readonly keys: K;
  readonly attributes: Attributes;
  /**
   * The first upcast makes version 2 from 1, and so on. A change of the schema adds one, so that old items stay readable.
   */
  readonly upcasts: readonly Upcast[];
  readonly item?: Item;
}

export type ItemOf<D> = D extends Definition<infer Item> ? Item : never;
/** The attributes that the key of an item needs. */
export type KeyValues<Item, K extends Keys> = { [Name in NamesIn<K['pk' | 'sk']> & keyof Item]: Item[Name] };

/** A kind of item that changes: with stamps and a revision that every change asks for. */
export const defineEntity = <const K extends Keys, const A extends Attributes>(
  name: string,
  keys: K,
  attributes: A,
  upcasts: readonly Upcast[] = [],
): Definition<ValuesOf<typeof OWN & typeof STAMPS & A>, K> => ({
  name,
  keys,
  attributes: { ...OWN, ...attributes, ...STAMPS },
  upcasts,
});

/** A kind of item that is written once or as a whole: a sentinel, a lease, a log entry. */
export const defineRecord = <const K extends Keys, const A extends Attributes>(
  name: string,
  keys: K,
  attributes: A,
  upcasts: readonly Upcast[] = [],
): Definition<ValuesOf<typeof OWN & A>, K> => ({ name, keys, attributes: { ...OWN, ...attributes }, upcasts });

/** An item to write: an absent attribute may be `undefined`, and the version is the definition's. */
export type New<Item> = { [Name in keyof Omit<Item, 'schemaVersion'>]: Loosely<Omit<Item, 'schemaVersion'>, Name> };
type Loosely<Item, Name extends keyof Item> = Item[Name] | (object extends Pick<Item, Name> ? undefined : never);

/** An item before its first stamps, with the time of its creation. */
export type Born<Item> = Omit<New<Item>, 'updatedAt' | 'revision'>;

export const versionOf = ({ upcasts }: Pick<Definition, 'upcasts'>): number => upcasts.length + 1;

/** The stamps of an item that is created at `at` (ISO 8601). */
export const firstStamps = (definition: Definition, at: string): Stamps => ({
  createdAt: at,
  updatedAt: at,
  revision: 1,
  schemaVersion: versionOf(definition),
});

const LIFTED = new WeakMap<object, readonly string[]>();
/**
 * The attributes that upcasts changed when the item was read; undefined for an item of the present version. A change must
 * write them too. It leaves all other attributes unchanged, because they may be counters without a revision.
 */
export const liftedNames = (item: object): readonly string[] | undefined => LIFTED.get(item);

/** A stored item with its keys, upcast to the present version of its definition. */
export const lifted = ({ upcasts }: Definition, stored: Stored): Stored =>
  upcasts.slice(Number(stored.schemaVersion ?? 1) - 1).reduce((item, lift) => lift(item), stored);

/** A stored item in the present version of its definition, without keys. */
export function readItem<Item extends object>(definition: Definition<Item>, stored: Stored): Item {
  const present = lifted(definition, stored);
  const named = Object.keys(definition.attributes).flatMap((name) =>
    present[name] === undefined ? [] : [[name, present[name]] as const],
  );
  const item = { ...Object.fromEntries(named), schemaVersion: versionOf(definition) } as Item;
  if (present !== stored) {
    const isChanged = (name: string) => name === 'schemaVersion' || present[name] !== stored[name];
    LIFTED.set(item, Object.keys(item).filter(isChanged));
  }
  return item;
}

/** The keys of an index; none if the item lacks an attribute of them, so that it is not in the index. */
export function indexKeysOf({ index, pk, sk }: IndexKeys, item: object): Stored {
  const isWhole = placesIn(pk + sk).every(({ name }) => (item as Stored)[name] !== undefined);
  if (!isWhole) return {};
  const key = keyOf({ pk, sk }, item);
  return { [`${index}pk`]: key.pk, [`${index}sk`]: key.sk };
}

/** An item as stored: with its keys, the keys of its indexes, and its kind. */
export const storedItem = <Item extends object>(
  definition: Definition<Item>,
  item: New<Item>,
): Stored & { readonly pk: string; readonly sk: string } => ({
  ...item,
  ...keyOf(definition.keys, item),
  ...Object.assign({}, ...Object.values(definition.keys.indexes ?? {}).map((keys) => indexKeysOf(keys, item))),
  ...{ __edb_e__: definition.name, __edb_v__: '1', schemaVersion: versionOf(definition) },
});
