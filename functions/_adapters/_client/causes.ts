// Reads the causes in the body of a failure whose shape the service does not document, or of something in front of the service:
// a gateway, a framework, a page. Used where the service's own words say nothing. Pure.
import type { OutboundReply } from '../adapter.ts';

/** Names of an explanation, the most exact first, without case, hyphens and underscores. */
const EXPLANATIONS = ['detail', 'message', 'msg', 'errormessage', 'description', 'reason', 'error', 'title'];
/** Names of further causes beside or below an explanation. */
const FURTHER = [
  'details',
  'errors',
  'errormessages',
  'errordescription',
  'cause',
  'causes',
  'violations',
  'validationerrors',
];
/** Names of the place that a cause is about. */
const PLACES = ['field', 'property', 'path', 'loc', 'pointer'];

/** Bodies nest less, and nobody reads more. */
const MAX_DEPTH = 6;
const MOST_CAUSES = 20;
const MOST_TEXT = 1_000;

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** The fields of an object by their bare names. */
function namesOf(value: object): Map<string, unknown> {
  return new Map(Object.entries(value).map(([name, one]) => [name.toLowerCase().replace(/[-_]/g, ''), one]));
}

function placeOf(fields: ReadonlyMap<string, unknown>): string {
  const place = PLACES.map((name) => fields.get(name)).find((one) => isText(one) || Array.isArray(one));
  return Array.isArray(place) ? place.filter((one) => typeof one !== 'object').join('.') : isText(place) ? place : '';
}

const at = (place: string, causes: readonly string[]): string[] =>
  place === '' ? [...causes] : causes.map((cause) => `${place}: ${cause}`);

/** Texts by the fields of an entry form: `{ version: ['is frozen'] }`. */
function byField(value: object, depth: number): string[] {
  return Object.entries(value).flatMap(([name, one]) => at(name, textsIn(one, depth + 1)));
}

function inObject(value: object, depth: number): string[] {
  const fields = namesOf(value);
  const textsAt = (name: string) => textsIn(fields.get(name), depth + 1);
  const explanation = EXPLANATIONS.map(textsAt).find((texts) => texts.length > 0) ?? [];
  const causes = [...explanation, ...FURTHER.flatMap(textsAt)];
  // At the top, other fields are not about the failure: a path there is the path of the request.
  if (depth === 0) return causes;
  return causes.length > 0 ? at(placeOf(fields), causes) : byField(value, depth);
}

function textsIn(value: unknown, depth: number): string[] {
  if (isText(value)) return [value.trim()];
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  return Array.isArray(value)
    ? value.slice(0, MOST_CAUSES).flatMap((one) => textsIn(one, depth + 1))
    : inObject(value, depth);
}

const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
  [/&#0?39;|&apos;/g, "'"],
  [/&amp;/g, '&'],
];

/** The title of a page, as people read it. */
export function titleOf(text: string): string | undefined {
  const title = /<title[^>]{0,100}>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
  return ENTITIES.reduce((read, [entity, character]) => read?.replace(entity, character), title) || undefined;
}

/** Each cause in a body of JSON once; the title of a page; any other body as it is. Undefined if the body says nothing. */
export function causesIn({ json, text }: Pick<OutboundReply, 'json' | 'text'>): string | undefined {
  if (json !== undefined) return [...new Set(textsIn(json, 0))].slice(0, MOST_CAUSES).join('; ') || undefined;
  const body = text.trim();
  return body.startsWith('<') ? titleOf(body) : body.slice(0, MOST_TEXT) || undefined;
}
