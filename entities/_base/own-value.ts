// Reads tables by names that others choose. Pure.

/** What a table itself holds by a name: `constructor` and what else every object inherits are in no table. */
export const ownValue = <V>(table: Readonly<Record<string, V>>, name: string): V | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
