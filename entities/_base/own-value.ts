// Reads tables by names that others choose. Pure.

/** The table's own value of a name; undefined for names that every object inherits, such as `constructor`. */
export const ownValue = <V>(table: Readonly<Record<string, V>>, name: string): V | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
