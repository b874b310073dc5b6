// The one table as functions without ElectroDB see it: keys come from the same `*.keys.ts` templates, reads by key
// are consistent, and a failed condition is an answer, not an error. Made by createRawTable (raw-table.dynamo.ts).
import { type Definition, type KeyValues, readItem } from './entity.ts';
import { type IndexKeys, type Key, type Keys, keyOf } from './keys.ts';

export type Item = Readonly<Record<string, unknown>>;

/** A condition expression; `#name` placeholders are the attribute's own name, values are named without the colon. */
export interface Condition {
  readonly expression: string;
  readonly values?: Item;
}

/** One page of a partition, of the table itself or of one of its indexes (which answers what its projection holds). */
export interface RawQuery {
  readonly pk: string;
  /** The prefix of the sort keys; only for queries of the table itself. */
  readonly skPrefix?: string;
  readonly index?: IndexKeys['index'];
  /** At most this many items; a page of 1 MB by default. */
  readonly limit?: number;
  readonly isNewestFirst?: boolean;
}

export interface RawTable {
  get(key: Key): Promise<Item | undefined>;
  /** The items that exist, in no order. */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  /** In the order of the sort key; consistent unless of an index. */
  query(query: RawQuery): Promise<readonly Item[]>;
  /** Writes the whole item; false when the condition does not hold. Undefined attributes are left out. */
  put(item: Key & Item, condition?: Condition): Promise<boolean>;
}

export const ABSENT: Condition = { expression: 'attribute_not_exists(#pk)' };

/** The item of this kind and key, in its present version. */
export async function getRaw<Item extends object, K extends Keys>(
  table: Pick<RawTable, 'get'>,
  definition: Definition<Item, K>,
  values: KeyValues<Item, K>,
): Promise<Item | undefined> {
  const stored = await table.get(keyOf(definition.keys, values));
  return stored && readItem(definition, stored);
}
