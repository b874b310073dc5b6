// Typed reads of a resolved resource's properties; CloudFormation passes numbers and booleans as text at will.
// Used by read-*.ts only.
import { type Json, type JsonObject, UnsupportedError } from '../../contracts.ts';
import type { ResolvedResource } from '../model.ts';

/** The value at `path` (dots), or undefined. */
export function valueAt(resource: ResolvedResource, path: string): Json | undefined {
  let value: Json | undefined = resource.properties as JsonObject;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = value[name];
  }
  return value;
}

export function optionalText(resource: ResolvedResource, path: string): string | undefined {
  const value = valueAt(resource, path);
  return value === undefined ? undefined : String(value);
}

export function textAt(resource: ResolvedResource, path: string): string {
  const value = optionalText(resource, path);
  if (value === undefined) throw new UnsupportedError(resource.logicalId, path, 'is missing');
  return value;
}

export function optionalNumber(resource: ResolvedResource, path: string): number | undefined {
  const value = valueAt(resource, path);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isNaN(number)) throw new UnsupportedError(resource.logicalId, path, 'is not a number');
  return number;
}

export function flagAt(resource: ResolvedResource, path: string): boolean {
  return String(valueAt(resource, path) ?? false) === 'true';
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
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UnsupportedError(resource.logicalId, path, 'is not an object');
}

/** Only the given entries, without those that are undefined: exact optional properties for the models. */
export function defined<T extends object>(entries: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as T;
}
