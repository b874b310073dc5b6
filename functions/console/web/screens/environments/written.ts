// Texts of forms that stand for more than a text: pairs and JSON. A wrong one is refused as the API would, so that its field shows it.
import { Refusal } from '../../app/connection.ts';
import { textOf } from '../../app/sending.ts';

const violation = (path: string, message: string): Refusal =>
  new Refusal(400, {
    ...{ code: 'request.invalid', title: 'The request is not valid' },
    fields: [{ path, code: 'custom', message }],
  });

/** Pairs of `key=value`, one on a line. */
export function pairsIn(form: FormData, name: string): Record<string, string> {
  const lines = (textOf(form, name) ?? '').split('\n').map((line) => line.trim());
  const pairs = lines.filter((line) => line !== '').map((line) => [line, line.indexOf('=')] as const);
  if (pairs.some(([, split]) => split < 1)) throw violation(name, 'must have a key, = and a value on each line');
  return Object.fromEntries(pairs.map(([line, split]) => [line.slice(0, split).trim(), line.slice(split + 1).trim()]));
}

/** A JSON object; an empty one for no text. `example` says to people how one looks. */
export function objectIn(form: FormData, name: string, example: string): Record<string, unknown> {
  const text = textOf(form, name);
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw violation(name, `must be a JSON object, such as ${example}`);
}

/** As `objectIn` reads it; an empty text for an empty object. */
export const textOfObject = (value: Readonly<Record<string, unknown>> = {}): string =>
  Object.keys(value).length === 0 ? '' : JSON.stringify(value, null, 2);
