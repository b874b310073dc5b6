// A number of items that has a maximum: stored on an item of its own, and changed in the transaction of each item that it counts.
import type { DomainError } from '../errors.ts';
import type { Definition, KeyValues } from './entity.ts';
import { itemsOf } from './items.ts';
import type { Keys } from './keys.ts';
import { EXISTS, type Table, type Write } from './table.ts';

type NumberIn<Item> = { [Name in keyof Item]: Item[Name] extends number ? Name : never }[keyof Item] & string;

export function counterOf<Item extends object, K extends Keys>(
  table: Table,
  definition: Definition<Item, K>,
  name: NumberIn<Item>,
) {
  const counters = itemsOf(table, definition);
  return {
    /** Fails with `otherwise` if `most` are counted already. */
    up: (of: KeyValues<Item, K>, most: number, otherwise: DomainError): Write =>
      counters.add(
        of,
        { [name]: 1 },
        { expression: `attribute_not_exists(${name}) OR ${name} < :most`, values: { most } },
        otherwise,
      ),

    down: (of: KeyValues<Item, K>): Write => counters.add(of, { [name]: -1 }, EXISTS),
  };
}
