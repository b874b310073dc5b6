// Parses JSON so that every number keeps its digits: `0.0`, `1.50` and integers over 2^53 come out of JSON.stringify as they
// went in, as on AWS. Only `plainJson` makes them numbers that code can calculate with.
import type { Json } from '../contracts.ts';

// ES2025 and in Node 24; TypeScript's es2024 library does not know them yet.
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const { parse, rawJSON } = JSON as unknown as {
  readonly parse: (text: string, reviver: Reviver) => unknown;
  readonly rawJSON: (text: string) => unknown;
};

/** A number that JavaScript would write differently. */
class ExactNumber {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  valueOf(): number {
    return Number(this.#source);
  }

  toJSON(): unknown {
    return rawJSON(this.#source);
  }
}

// A cheap first look, since a reviver is slow: fractions, exponents, minus zero, and more digits than a double surely keeps.
const MAYBE_INEXACT = /\d[.eE]|-0|\d{16}/;

/** Throws SyntaxError as JSON.parse does. Expressions see an exact number as a value that they can move, not calculate with. */
export function parseJson(text: string): Json {
  if (!MAYBE_INEXACT.test(text)) return JSON.parse(text) as Json;
  return parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && JSON.stringify(value) !== source
      ? new ExactNumber(source)
      : value,
  ) as Json;
}

/** The value with JavaScript's own numbers only. */
export function plainJson<T extends Json>(value: T): T;
export function plainJson(value: Json): Json {
  if (value instanceof ExactNumber) return value.valueOf();
  if (Array.isArray(value)) return value.map((item) => plainJson(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainJson(member)]));
}
