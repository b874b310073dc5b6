// Reading what a caller sent without trusting any of it. Used by every stand-in.
import { isObject, type Json, type JsonObject } from '../contracts.ts';
import type { OutsideRequest } from './stand-in.ts';

/** The object itself, or an empty one for anything else. */
export function objectOr(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The array itself, or an empty one for anything else. */
export function arrayOr(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** The objects in the list that an object has under a name. */
export function objectsAt(value: Json | undefined, name: string): JsonObject[] {
  return arrayOr(dig(value, name)).filter(isObject);
}

/** A string that is not empty, or undefined. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value at a path of object keys, or undefined. */
export function dig(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let current = value;
  for (const key of path) {
    if (!isObject(current)) return undefined;
    current = current[key];
  }
  return current;
}

/** Keys of an object that are not among the known ones. */
export function unknownKeys(value: JsonObject, known: readonly string[]): string[] {
  return Object.keys(value).filter((key) => !known.includes(key));
}

/** Whether the request says its body is JSON. */
export function saysJson(request: OutsideRequest): boolean {
  return /[/+]json\b/.test(request.headers['content-type'] ?? '');
}

/** Whether the request says its body is an HTML form. */
export function saysForm(request: OutsideRequest): boolean {
  return (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

/** The fields of a form body; of a repeated field the last one. */
export function formFields(body: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}

/** The user and password of an `Authorization: Basic` header, or undefined. */
export function basicCredentials(request: OutsideRequest): { user: string; password: string } | undefined {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!encoded) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The token of an `Authorization: Bearer` header, or undefined. */
export function bearerToken(request: OutsideRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** How a made-up credential is to be treated: its own text says whether it is refused, so tests can pick. */
export function credentialState(credential: string): 'valid' | 'invalid' | 'expired' {
  if (/expired/i.test(credential)) return 'expired';
  return /invalid/i.test(credential) ? 'invalid' : 'valid';
}

/** The bounds of the page that a query asks for with `page` and a size by this name, at most 100. */
export function pageBounds(query: URLSearchParams, sizeName: string, usualSize: number) {
  const size = wholeNumber(query.get(sizeName), usualSize, 1, 100);
  const page = wholeNumber(query.get('page'), 1, 1, 1_000_000);
  return { size, page, from: (page - 1) * size, to: page * size };
}

/** A whole number from a query within bounds, or the fallback when absent or not one. */
export function wholeNumber(text: string | null | undefined, fallback: number, least: number, most: number): number {
  const value = text ? Number(text) : Number.NaN;
  return Number.isInteger(value) ? Math.min(Math.max(value, least), most) : fallback;
}
