// The schemas of the manifests as JSON schemas under `components`, each once: those of routes are named after their operation,
// others by `.meta({ id })` of the schema. Pure.
import * as z from 'zod';
import type { Manifest, Route } from '../../../functions/_kit/manifest.ts';
import { examplesOf } from './examples.ts';

export type Json = Readonly<Record<string, unknown>>;
type Io = 'input' | 'output';
type Named = readonly (readonly [string, z.ZodType])[];

export interface Schemas {
  readonly components: Readonly<Record<string, Json>>;
  /** The JSON schema of a schema: a reference if it has a name. */
  of(schema: z.ZodType, io: Io): Json;
  /** The schema of a JSON body, and an example of it. */
  media(schema: z.ZodType, io: Io): Json;
}

export const pascalOf = (name: string): string =>
  name.replaceAll(/(?:^|[._-])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** `getRelease` answers a `Release`. */
const NOUN = /^get([A-Z]\w+)$/;

/** The shape of an object, which may be lazy. */
function shapeOf(schema: z.ZodType): Readonly<Record<string, z.core.$ZodType>> {
  if (schema instanceof z.ZodLazy) return shapeOf(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodObject ? schema.shape : {};
}

/** The schema of the items of a paged list. */
function itemOf(schema: z.ZodType): z.core.$ZodType | undefined {
  const { items, nextCursor } = shapeOf(schema);
  return nextCursor && items instanceof z.ZodArray ? items.element : undefined;
}

function namedReplies(routes: readonly [string, Route][]): Named {
  const replying = routes.flatMap(([operation, { reply }]) => (reply ? [{ operation, reply }] : []));
  const bySchema = Map.groupBy(replying, ({ reply }) => reply);
  const nouns = new Map<z.core.$ZodType, string>();
  for (const { operation, reply } of replying) {
    const [, noun] = NOUN.exec(operation) ?? [];
    if (noun !== undefined) nouns.set(reply, noun);
  }
  return [...bySchema].map(([schema, uses]) => {
    const item = itemOf(schema);
    const ofItem = item && (z.globalRegistry.get(item)?.id ?? nouns.get(item));
    const list = ofItem && `${ofItem.replace(/Summary$/, '')}List`;
    const [first = ''] = uses.map(({ operation }) => operation).sort();
    return [list ?? nouns.get(schema) ?? `${pascalOf(first)}Reply`, schema];
  });
}

const namedBodies = (routes: readonly [string, Route][]): Named =>
  routes.flatMap(([operation, { body }]) => (body ? [[`${pascalOf(operation)}Body`, body] as const] : []));

const SETTINGS = {
  target: 'draft-2020-12',
  unrepresentable: 'any',
  override({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: z.core.JSONSchema.BaseSchema }) {
    const { id: _, ...told } = z.globalRegistry.get(zodSchema) ?? {};
    Object.assign(jsonSchema, told);
    // Every number in JSON is as safe as that.
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    // The format says it; the pattern of a date is half a page.
    if (jsonSchema.format?.startsWith('date')) delete jsonSchema.pattern;
  },
} as const;

/** The schemas with an id of their own that the given ones contain. */
function namedInside(schemas: readonly z.ZodType[], io: Io): Named {
  const found = new Map<z.ZodType, string>();
  const override: typeof SETTINGS.override = ({ zodSchema }) => {
    const id = z.globalRegistry.get(zodSchema)?.id;
    if (id !== undefined) found.set(zodSchema as z.ZodType, id);
  };
  for (const schema of schemas) z.toJSONSchema(schema, { ...SETTINGS, io, override });
  return [...found].map(([schema, id]) => [id, schema]);
}

/** Lists of the same items are the same. */
const isSame = (one: z.ZodType, other: z.ZodType): boolean =>
  one === other ||
  (itemOf(one) !== undefined &&
    itemOf(one) === itemOf(other) &&
    Object.keys(shapeOf(one)).join() === Object.keys(shapeOf(other)).join());

/** A registry in which each schema and each name is once; the names of the schemas themselves win. */
function registryOf(named: Named, own: Named) {
  const registry = z.registry<{ id: string }>();
  const names = new Map<z.ZodType, string>();
  const taken = new Map(own);
  for (const [name, schema] of [...own, ...named]) {
    if (names.has(schema)) continue;
    const known = taken.get(name) ?? schema;
    if (!isSame(known, schema)) throw new Error(`two schemas are named ${name}`);
    taken.set(name, known);
    names.set(schema, name);
    if (!registry.has(known)) registry.add(known, { id: name });
  }
  return { registry, names };
}

const referenceTo = (name: string) => `#/components/schemas/${name}`;
const withoutIdentity = ({ $schema: _, $id: __, ...schema }: Json): Json => schema;

type Registry = ReturnType<typeof registryOf>;

function renderAll({ registry }: Registry, io: Io, renamed: ReadonlySet<string> = new Set()) {
  const nameOf = (id: string) => (renamed.has(id) ? `${id}Input` : id);
  const { schemas } = z.toJSONSchema(registry, { ...SETTINGS, io, uri: (id) => referenceTo(nameOf(id)) });
  return new Map(Object.entries(schemas).map(([id, schema]) => [nameOf(id), withoutIdentity(schema as Json)]));
}

export function schemasOf(manifests: readonly Manifest[]): Schemas {
  const routes = manifests.flatMap(({ routes }) => Object.entries<Route>(routes));
  const [replies, bodies] = [namedReplies(routes), namedBodies(routes)];
  const inside = (named: Named, io: Io) =>
    namedInside(
      named.map(([, schema]) => schema),
      io,
    );
  const registries = {
    input: registryOf(bodies, inside(bodies, 'input')),
    output: registryOf(replies, inside(replies, 'output')),
  };
  const output = renderAll(registries.output, 'output');
  const clashing = [...renderAll(registries.input, 'input')].filter(
    ([name, schema]) => output.has(name) && JSON.stringify(output.get(name)) !== JSON.stringify(schema),
  );
  const renamed = new Set(clashing.map(([name]) => name));
  const input = renderAll(registries.input, 'input', renamed);
  const all = [...output, ...input].sort(([one], [other]) => (one < other ? -1 : 1));
  const components = Object.fromEntries(all);
  const exampleOf = examplesOf(components);
  const of: Schemas['of'] = (schema, io) => {
    const id = registries[io].names.get(schema);
    if (id === undefined) return withoutIdentity(z.toJSONSchema(schema, { ...SETTINGS, io }) as Json);
    return { $ref: referenceTo(io === 'input' && renamed.has(id) ? `${id}Input` : id) };
  };
  const media: Schemas['media'] = (schema, io) => {
    const known = of(schema, io);
    return { schema: known, example: exampleOf(known) };
  };
  return { components, of, media };
}
