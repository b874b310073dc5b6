// The fields that the body of a PATCH changes. Pure.

/** The table does not keep the order of a map's fields. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** The fields of `body` that differ from the stored ones; null deletes a field, which is then `undefined`. */
export function changedFields(stored: object, body: object): Record<string, unknown> {
  const before = stored as Readonly<Record<string, unknown>>;
  const given = Object.entries(body).map(([field, value]) => [field, value ?? undefined] as const);
  return Object.fromEntries(given.filter(([field, value]) => !isSame(before[field], value)));
}
