// Checks JSON from others before any code walks it: depth of nesting, and text that DynamoDB and services refuse. Used for
// request bodies and for webhooks in. Depth is measured without recursion.
import type { FieldProblem } from '../../../entities/_base/errors.ts';

/**
 * No body of this API nests more than five deep. Recursion over a document that is some thousand deep would crash the
 * function.
 */
const MAX_DEPTH = 32;

export const isJsonType = (contentType: string): boolean => /^application\/([\w.+-]+\+)?json\b/i.test(contentType);

interface Place {
  readonly value: unknown;
  readonly depth: number;
  readonly key?: string | number;
  readonly parent?: Place;
}

function pathOf(place: Place): PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let at: Place | undefined = place; at?.key !== undefined; at = at.parent) path.unshift(at.key);
  return path;
}

/** The document itself has depth 1. */
export function isTooDeep(document: unknown, max: number = MAX_DEPTH): boolean {
  const open: Place[] = [{ value: document, depth: 1 }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, depth } = place;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > max) return true;
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
  return false;
}

interface JsonProblem extends Pick<FieldProblem, 'code' | 'message'> {
  readonly path: readonly PropertyKey[];
}

const HALF: Omit<JsonProblem, 'path'> = {
  code: 'request.malformed_text',
  message: 'must not hold half a character',
};
const NUMBER: Omit<JsonProblem, 'path'> = {
  code: 'request.number_out_of_range',
  message: `must be 0, or a number from 1e-130 to ${Number.MAX_SAFE_INTEGER} in size`,
};
const PROTOTYPE: Omit<JsonProblem, 'path'> = {
  code: 'request.unknown_field',
  message: 'is not a field of this request',
};

/**
 * DynamoDB stores no smaller ones (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html), and its client sends
 * no larger ones, which are not exact (RFC 7493, section 2.2).
 */
const isStorable = (number: number): boolean =>
  number === 0 || (Math.abs(number) >= 1e-130 && Math.abs(number) <= Number.MAX_SAFE_INTEGER);

/**
 * Finds text with half a surrogate pair, in values and names, numbers that the table does not store, and `__proto__`, which merging
 * would lose. Answers the path of each, at most `most`. Call it only after the depth check.
 */
export function jsonProblems(document: unknown, most: number): JsonProblem[] {
  const problems: JsonProblem[] = [];
  const open: Place[] = [{ value: document, depth: 1 }];
  for (let place = open.pop(); place !== undefined && problems.length < most; place = open.pop()) {
    const { value, key, depth } = place;
    if (key === '__proto__') problems.push({ path: pathOf(place), ...PROTOTYPE });
    else if (typeof key === 'string' && !key.isWellFormed()) {
      problems.push({ path: pathOf(place).map((part) => String(part).toWellFormed()), ...HALF });
    } else if (typeof value === 'string' && !value.isWellFormed()) problems.push({ path: pathOf(place), ...HALF });
    else if (typeof value === 'number' && !isStorable(value)) problems.push({ path: pathOf(place), ...NUMBER });
    if (typeof value !== 'object' || value === null) continue;
    const isList = Array.isArray(value);
    for (const [name, inner] of Object.entries(value)) {
      open.push({ value: inner, depth: depth + 1, key: isList ? Number(name) : name, parent: place });
    }
  }
  return problems;
}

/** The document with each half of a surrogate pair replaced, as UTF-8 encoders do. Call it only after the depth check. */
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(wellFormed);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]));
}
