// Reads text as JSON, and writes JSON of which equal values have equal bytes, for hashes and signatures. Pure.
import { hash } from 'node:crypto';

/** The document; undefined if the text is not JSON. The parser's own error is dropped, because it quotes the text, which may be secret. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Keys are sorted, fields that are undefined left out. As RFC 8785 (JSON Canonicalization Scheme), for values that came from JSON.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  // RFC 8785 sorts by UTF-16 code units, as `<` does.
  fields.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}

/** SHA-256 of the canonical JSON, in hex. */
export const canonicalHash = (value: unknown): string => hash('sha256', canonicalJson(value));

/** Below this depth values are kept as they are. */
const MAX_DEPTH = 100;

/** The document without the fields that are null: systems write them for fields that they do not have. */
export function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((one) => withoutNulls(one, depth + 1));
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutNulls(one, depth + 1)]));
}
