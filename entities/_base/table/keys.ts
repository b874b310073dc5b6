// Key templates: `${name}` is an attribute, `${name:6}` a number of six digits. Keys files define them, with the stage of
// tenant removal that deletes each partition. Pure.

/** The stages of tenant removal; EXPIRING partitions are left until they expire. */
export const REMOVAL_STAGES = ['CONNECTIONS', 'RELEASES', 'PEOPLE', 'LAST', 'EXPIRING'] as const;

export interface Removal {
  readonly stage: (typeof REMOVAL_STAGES)[number];
  /**
   * The partition whose items contain this one's id, at the end of their sort key. Left out if the tenant alone names it.
   */
  readonly of?: string;
  /** The values of the one name that stands in the template besides the tenant, where they are known. */
  readonly each?: readonly string[];
  /** For EXPIRING: the reason. */
  readonly because?: string;
}

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export interface IndexKeys extends Key {
  readonly index: `gsi${1 | 2 | 3 | 4 | 5 | 6}`;
}

/** The keys of one kind of item. Kinds that share a partition define its removal once. */
export interface Keys extends Key {
  readonly removal?: readonly Removal[];
  readonly indexes?: Readonly<Record<string, IndexKeys>>;
}

/** `'tenantId' | 'releaseId'` of a template that names both. */
export type NamesIn<Template extends string> = Template extends `${string}\${${infer Name}}${infer Rest}`
  ? (Name extends `${infer Plain}:${string}` ? Plain : Name) | NamesIn<Rest>
  : never;

const PLACE = /\$\{(\w+)(?::(\d+))?\}/g;

/** The attributes that a template names, in order, with the digits to which numbers are padded. */
export const placesIn = (template: string) =>
  [...template.matchAll(PLACE)].map(([whole, name = '', digits]) => ({ whole, name, digits: Number(digits ?? 0) }));

export function fillKey(template: string, values: object): string {
  return template.replaceAll(PLACE, (_, name: string, digits?: string) => {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) throw new Error(`key template ${template} needs ${name}`);
    return String(value).padStart(Number(digits ?? 0), '0');
  });
}

/** A template filled up to the first name that has no value: the prefix of the keys that share these values. */
export function prefixOf(template: string, values: object): string {
  const missing = placesIn(template).find(({ name }) => (values as Record<string, unknown>)[name] === undefined);
  return fillKey(missing ? template.slice(0, template.indexOf(missing.whole)) : template, values);
}

/** Both halves of a key from the templates of a keys file. */
export const keyOf = (keys: Key, values: object): Key => ({
  pk: fillKey(keys.pk, values),
  sk: fillKey(keys.sk, values),
});
