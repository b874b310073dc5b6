// Redacts the secrets of inbox entries, by the name of a field and by the shape of a value.
import { isObject, type Json } from '../contracts.ts';

const REDACTED = '[redacted]';

const SECRET_NAMES = [
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'api_token',
  'api_key',
  'assertion',
  'client_assertion',
  'client_secret',
  'secret',
  'password',
  'private_key',
  'authorization',
];

const SECRET_SHAPES = [
  /\bxox[a-z]-[\w-]+/g,
  /\bgh[a-z]_\w{4,}/g,
  /\bgithub_pat_\w+/g,
  /\bya29\.[\w.-]+/g,
  /\bATATT[\w=-]+/g,
  /\bglpat-[\w-]+/g,
  /\blin_api_\w+/g,
  /\bwhsec_[\w+/=-]+/g,
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*/g,
  /\b(?:Bearer|Basic)\s+[\w.+/=-]{16,}/gi,
  // A named secret in a text that could not be parsed: a broken form, a query, broken JSON.
  new RegExp(`(?<=\\b(?:${SECRET_NAMES.join('|')})"?\\s*[=:]\\s*"?)[^"&\\s]+`, 'gi'),
];

/** A copy of a text in which everything that looks like a credential is replaced. */
export function redactText(text: string): string {
  return SECRET_SHAPES.reduce((current, shape) => current.replace(shape, REDACTED), text);
}

/** A copy of a JSON value without secrets: fields with a secret's name, and texts that look like one. */
export function redact(value: Json): Json {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map(redact);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_NAMES.includes(name.toLowerCase()) && inner !== null && inner !== '' ? REDACTED : redact(inner),
    ]),
  );
}
