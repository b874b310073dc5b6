// The schemas of the manifests as JSON schemas under `components`, each once: those of routes are named after their operation,
// others by `.meta({ id })` of the schema. Pure.
import * as z from 'zod';
import type { Manifest, Route } from '../../../functions/_kit/manifest.ts';

export type Json = Readonly<Record<string, unknown>>;
type Io = 'input' | 'output';
type Named = readonly (readonly [string, z.ZodType])[];

export interface Schemas {
  readonly components: Readonly<Record<string, Json>>;
  /** The JSON schema of a schema: a reference if it has a name. */
  of(schema: z.ZodType, io: Io): Json;
}

export const pascalOf = (name: string): string =>
  name.replaceAll(/(?:^|[._-])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** `getRelease` answers a `Release`. */
const NOUN = /^get([A-Z]\w+)$/;

function namedReplies(routes: readonly [string, Route][]): Named {
  const replying = routes.flatMap(([operation, { reply }]) => (reply ? [{ operation, reply }] : []));
  const bySchema = Map.groupBy(replying, ({ reply }) => reply);
  return [...bySchema].map(([schema, uses]) => {
    const operations = uses.map(({ operation }) => operation).sort();
    const noun = operations.map((operation) => NOUN.exec(operation)?.[1]).find((found) => found !== undefined);
    return [noun ?? `${pascalOf(operations[0] ?? '')}Reply`, schema];
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

/** A registry in which each schema and each name is once; the names of the schemas themselves win. */
function registryOf(named: Named, own: Named) {
  const registry = z.registry<{ id: string }>();
  const taken = new Map(own);
  for (const [name, schema] of [...own, ...named]) {
    if (registry.has(schema)) continue;
    if ((taken.get(name) ?? schema) !== schema) throw new Error(`two schemas are named ${name}`);
    taken.set(name, schema);
    registry.add(schema, { id: name });
  }
  return registry;
}

const referenceTo = (name: string) => `#/components/schemas/${name}`;
const withoutIdentity = ({ $schema: _, $id: __, ...schema }: Json): Json => schema;

type Registry = ReturnType<typeof registryOf>;

function renderAll(registry: Registry, io: Io, renamed: ReadonlySet<string> = new Set()) {
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
  return {
    components: Object.fromEntries(all),
    of(schema, io) {
      const id = registries[io].get(schema)?.id;
      if (id === undefined) return withoutIdentity(z.toJSONSchema(schema, { ...SETTINGS, io }) as Json);
      return { $ref: referenceTo(io === 'input' && renamed.has(id) ? `${id}Input` : id) };
    },
  };
}
