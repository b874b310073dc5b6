// The fields of models as tables: each field reads one thing from a resource, and a model's type follows from its table.
// CloudFormation passes numbers and booleans as text at will. Used by the tables of this folder and by read-model.ts.
import { isObject, type Json, type JsonObject, UnsupportedError } from '../../contracts.ts';
import type { Assembly } from '../resolution/assembly.ts';
import type { ResolvedResource } from '../resolution/resolve-stack.ts';
import { refuseUnread } from '../support.ts';

/** All that a field may look at beside its own resource. */
export interface Template {
  readonly assembly: Assembly;
  readonly resources: readonly ResolvedResource[];
}

/** Undefined leaves the field out of the model. */
type Field<T> = (resource: ResolvedResource, template: Template) => T;
// biome-ignore lint/suspicious/noExplicitAny: the types of the fields are inferred
export type Fields = Readonly<Record<string, Field<any>>>;
type OptionalName<F extends Fields> = { [K in keyof F]: undefined extends ReturnType<F[K]> ? K : never }[keyof F];

export type ModelOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalName<F>>]: ReturnType<F[K]>;
} & { readonly [K in OptionalName<F>]?: Exclude<ReturnType<F[K]>, undefined> };

/** The model of one resource by its table. */
export function read<F extends Fields>(fields: F, resource: ResolvedResource, template: Template): ModelOf<F> {
  const entries = Object.entries(fields).map(([name, field]) => [name, field(resource, template)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as ModelOf<F>;
}

/** Fields of every model that is known by ARN. */
export const IDENTITY = {
  logicalId: ({ logicalId }: ResolvedResource) => logicalId,
  arn: ({ attributes }: ResolvedResource) => attributes.Arn ?? '',
};
export const ref = ({ ref }: ResolvedResource): string => ref;

export const text =
  (path: string): Field<string> =>
  (resource) =>
    textAt(resource, path);

export const optionalText =
  (path: string): Field<string | undefined> =>
  (resource) => {
    const value = valueAt(resource, path);
    return value === undefined ? undefined : String(value);
  };

/** A number, `usual` where the template says nothing. */
export const number =
  (path: string, usual?: number): Field<number> =>
  (resource, template) =>
    optionalNumber(path)(resource, template) ?? usual ?? refuse(resource, path, 'is missing');

export const optionalNumber =
  (path: string): Field<number | undefined> =>
  (resource) => {
    const value = valueAt(resource, path);
    if (value === undefined) return undefined;
    return Number.isNaN(Number(value)) ? refuse(resource, path, 'is not a number') : Number(value);
  };

export const flag =
  (path: string): Field<boolean> =>
  (resource) =>
    String(valueAt(resource, path) ?? false) === 'true';

export const texts =
  (path: string): Field<string[]> =>
  (resource) =>
    textsAt(resource, path);

export const includes =
  (path: string, value: string): Field<boolean> =>
  (resource) =>
    textsAt(resource, path).includes(value);

/** Fields side by side, read from the same resource; undefined where the resource has no object at `path`. */
export const under =
  <F extends Fields>(path: string, fields: F): Field<ModelOf<F> | undefined> =>
  (resource, template) =>
    peekAt(resource, path) === undefined ? undefined : read(fields, resource, template);

/** A model of each object in the list at `path`; paths of its fields begin in that object. */
export const each =
  <F extends Fields>(path: string, fields: F): Field<ModelOf<F>[]> =>
  (resource, template) =>
    listAt(resource, path).map((item) => {
      const part = { ...resource, properties: item as JsonObject, readPaths: new Set<string>() };
      const model = read(fields, part, template);
      refuseUnread(part, `${path}.`);
      return model;
    });

/** The value at `path` (dots), or undefined. All of it counts as read. */
export function valueAt(resource: ResolvedResource, path: string): Json | undefined {
  resource.readPaths.add(path);
  return peekAt(resource, path);
}

function peekAt(resource: ResolvedResource, path: string): Json | undefined {
  let value: Json | undefined = resource.properties as JsonObject;
  for (const name of path.split('.')) {
    if (!isObject(value)) return undefined;
    value = value[name];
  }
  return value;
}

export function textAt(resource: ResolvedResource, path: string): string {
  return String(valueAt(resource, path) ?? refuse(resource, path, 'is missing'));
}

export function listAt(resource: ResolvedResource, path: string): Json[] {
  const value = valueAt(resource, path);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function textsAt(resource: ResolvedResource, path: string): string[] {
  return listAt(resource, path).map(String);
}

export function objectAt(resource: ResolvedResource, path: string): JsonObject | undefined {
  const value = valueAt(resource, path);
  return value === undefined || isObject(value) ? value : refuse(resource, path, 'is not an object');
}

export function refuse({ logicalId }: ResolvedResource, property: string, reason: string): never {
  throw new UnsupportedError(logicalId, property, reason);
}
