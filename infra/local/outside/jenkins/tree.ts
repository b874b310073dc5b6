// Jenkins' `tree` parameter: `builds[number,url,actions[parameters[name,value]]]{0,20}` picks fields and ranges.
// https://www.jenkins.io/doc/book/using/remote-access-api/#remote-access-api-xpath-selection
import { isObject, type Json, type JsonObject } from '../../contracts.ts';

interface Selection {
  readonly name: string;
  readonly inner: readonly Selection[] | undefined;
  /** From (inclusive) and to (exclusive) of a list. */
  readonly range: readonly [number, number] | undefined;
}

/** Picks the fields of a tree expression; undefined when the expression is malformed. */
export function pick(resource: JsonObject, tree: string): JsonObject | undefined {
  const reader = { text: tree, at: 0 };
  const selections = readSelections(reader);
  return selections && reader.at === tree.length ? pickFrom(resource, selections) : undefined;
}

interface Reader {
  readonly text: string;
  at: number;
}

function readSelections(reader: Reader): Selection[] | undefined {
  const selections: Selection[] = [];
  do {
    const name = take(reader, /[\w*]+/y);
    if (name === undefined) return undefined;
    let inner: Selection[] | undefined;
    if (take(reader, /\[/y)) {
      inner = readSelections(reader);
      if (!inner || !take(reader, /\]/y)) return undefined;
    }
    selections.push({ name, inner, range: readRange(take(reader, /\{\d*,?\d*\}/y)) });
  } while (take(reader, /,/y));
  return selections;
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found) reader.at += found.length;
  return found;
}

function readRange(text: string | undefined): readonly [number, number] | undefined {
  const [, from = '', comma = '', to = ''] = /^\{(\d*)(,?)(\d*)\}$/.exec(text ?? '') ?? [];
  if (text === undefined) return undefined;
  const start = from === '' ? 0 : Number(from);
  return [start, comma === '' ? start + 1 : to === '' ? Number.POSITIVE_INFINITY : Number(to)];
}

function pickFrom(resource: JsonObject, selections: readonly Selection[]): JsonObject {
  const picked: JsonObject = {};
  for (const { name, inner, range } of selections) {
    for (const key of name === '*' ? Object.keys(resource) : [name]) {
      const value = resource[key];
      if (value !== undefined) picked[key] = pickValue(value, inner, range);
    }
  }
  return picked;
}

function pickValue(value: Json, inner: readonly Selection[] | undefined, range: Selection['range']): Json {
  if (Array.isArray(value)) return value.slice(range?.[0], range?.[1]).map((item) => pickValue(item, inner, undefined));
  if (!isObject(value)) return value;
  return inner ? pickFrom(value, inner) : pickFrom(value, []);
}
