// Creates what a start before this one did not: sample items are known by their names.
export type IdsByName = Readonly<Record<string, string>>;

interface Named<Item> {
  readonly names: readonly string[];
  readonly known: readonly Item[];
  readonly nameOf: (item: Item) => string;
  readonly create: (name: string) => Promise<{ readonly id: string }>;
}

/** The ids of `known` and of what `create` makes of the other names, one after the other: lists are in this order. */
export async function ensureAll<Item extends { readonly id: string }>(of: Named<Item>): Promise<IdsByName> {
  const { names, known, nameOf, create } = of;
  const ids = Object.fromEntries(known.map((item) => [nameOf(item), item.id]));
  for (const name of names) ids[name] ??= (await create(name)).id;
  return ids;
}
