// The one table as functions without ElectroDB see it: keys come from the same `*.keys.ts` templates, reads by key
// are consistent, and a failed condition is an answer, not an error. Made by createRawTable (raw-table.dynamo.ts).
import { fillKey } from './table.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

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
  readonly index?: 'gsi1' | 'gsi2' | 'gsi3' | 'gsi4';
  /** At most this many items; a page of 1 MB by default. */
  readonly limit?: number;
  readonly isNewestFirst?: boolean;
}

export interface RawTable {
  get(key: Key): Promise<Item | undefined>;
  /** The items that exist, in no order; at most 100 keys (API reference, BatchGetItem). */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  /** In the order of the sort key; consistent unless of an index. */
  query(query: RawQuery): Promise<readonly Item[]>;
  /** Writes the whole item; false when the condition does not hold. Undefined attributes are left out. */
  put(item: Key & Item, condition?: Condition): Promise<boolean>;
}

export const ABSENT: Condition = { expression: 'attribute_not_exists(#pk)' };

/** Both halves of a key from the templates of a keys file. */
export const keyOf = (keys: Key, values: Readonly<Record<string, string | number>>): Key => ({
  pk: fillKey(keys.pk, values),
  sk: fillKey(keys.sk, values),
});
