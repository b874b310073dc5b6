// Parts of request bodies that several domains share: text that people write, settings, and bodies of changes.
import * as z from 'zod';

/** At most `max` characters, without half a surrogate pair, which DynamoDB and services refuse. */
export const prose = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.isWellFormed(), { error: 'must not hold half a character' });

/** Any settings: an object of at most `mostBytes` as JSON. */
export const document = (mostBytes: number) =>
  z
    .record(z.string().max(100), z.unknown())
    .refine((value) => new TextEncoder().encode(JSON.stringify(value)).length <= mostBytes, {
      error: `must have at most ${mostBytes} bytes as JSON`,
    });

/** The id of something of the tenant. */
export const reference = z.string().regex(/^[\w-]{1,64}$/, 'must be an id');

/** The digest of an image or of a document. */
export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'must be a digest such as sha256:… with 64 hexadecimal digits');

/** A name for the comparison with others of its kind: ignores case and the composition of accents. */
export const uniqueName = (name: string): string => name.normalize('NFC').toLowerCase();

/** True if no value stands in the list twice. */
export const isDistinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** At most `most` UTF-16 units, never half a character; a cut text ends in an ellipsis. */
export function cutTo(text: string, most: number): string {
  const whole = text.trim();
  if (whole.length <= most) return whole;
  return `${whole.slice(0, most - 1).replace(/\p{Surrogate}$/u, '')}…`;
}

/**
 * The same for text of several lines or many words: ends after a whole line, or else after a whole word, unless more than half of the
 * text would be missing by it.
 */
export function cutAtLine(text: string, most: number): string {
  const whole = text.trim();
  if (whole.length <= most) return whole;
  const room = whole.slice(0, most - 2);
  const [line, word] = [/\n[^\n]*$/, /\s\S*$/].map((last) => room.search(last));
  const isEnough = (end = -1): boolean => end >= most / 2;
  if (isEnough(line)) return `${room.slice(0, line).trimEnd()}\n…`;
  return isEnough(word) ? `${room.slice(0, word).trimEnd()}…` : cutTo(whole, most);
}

/** `: one, two and 3 more` of `count` things, of which some are named; empty without names. */
export function namesAmong(count: number, names: readonly string[]): string {
  const left = count - names.length;
  return names.length === 0 ? '' : `: ${names.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** The body of a change: an object of optional fields, at least one of which is given. */
export const changeBody = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape).refine((body) => Object.values(body).some((value) => value !== undefined), {
    error: 'must change at least one field',
    when: ({ issues }) => issues.length === 0,
  });
