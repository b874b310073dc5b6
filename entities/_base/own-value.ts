// Reads objects by keys that others choose. Pure.

/** The object's own value; undefined for names that every object inherits, such as `constructor`. */
export const ownValue = <V>(table: Readonly<Record<string, V>>, name: string): V | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
