// Apple's JSON:API: documents, error bodies, and the checks of a request's entity and of its query. Used by every route.
// https://developer.apple.com/documentation/appstoreconnectapi/interpreting-and-handling-errors
import { isObject, type Json, type JsonObject, parseJson } from '../../contracts.ts';
import { dig, objectOr, textOf, unknownKeys, wholeNumber } from '../reading.ts';
import { type Call, type OutsideReply, refuse } from '../stand-in.ts';

interface AppleError {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly source?: JsonObject;
  /** Causes that lie in other resources, by their paths, are in `associatedErrors`. */
  readonly meta?: JsonObject;
}

export const errorsBody = (...errors: readonly AppleError[]): JsonObject => ({ errors: errors.map(errorResource) });

/** One error as it is listed, also among the causes of another. */
export const errorResource = ({ status, ...error }: AppleError): JsonObject => ({ status: String(status), ...error });

export function fail(
  status: number,
  code: string,
  detail: string,
  more: Pick<AppleError, 'source' | 'meta'> = {},
): never {
  return refuse(status, errorsBody({ status, code, detail, ...more }));
}

export function notFound(type: string, id: string): never {
  return fail(404, 'NOT_FOUND', `There is no resource of type '${type}' with id '${id}'`);
}

/** 409 because the state of a resource does not allow it. */
export function stateError(detail: string, code = 'STATE_ERROR.ENTITY_STATE_INVALID'): never {
  return fail(409, code, detail);
}

/** 409 for an attribute or relationship, named by its JSON pointer. */
export function entityError(code: string, detail: string, pointer: string): never {
  return fail(409, `ENTITY_ERROR.${code}`, detail, { source: { pointer } });
}

export const parameterError = (kind: 'INVALID' | 'ILLEGAL' | 'REQUIRED', parameter: string, detail: string): never =>
  fail(400, `PARAMETER_ERROR.${kind}`, detail, { source: { parameter } });

/** Attribute names with their allowed values, or with the JSON type of a free one; a name with `!` is required. */
export type Attributes = Readonly<Record<string, readonly string[] | 'string' | 'boolean'>>;
/** Relationship names with the resource type that they lead to; a name with `!` is required. */
type Relationships = Readonly<Record<string, string>>;

export interface Entity {
  readonly attributes: JsonObject;
  /** Ids by relationship name. */
  readonly related: Readonly<Record<string, string>>;
}

/** The entity in a request's body, checked; every mistake is answered at once. */
export function readEntity(
  call: Call,
  type: string,
  attributes: Attributes,
  relationships: Relationships = {},
): Entity {
  const data = dig(parseJson(call.request.body), 'data');
  if (!isObject(data)) {
    return fail(400, 'ENTITY_INVALID', 'The request entity is not a valid request document object');
  }
  if (data.type !== type) {
    return entityError('TYPE.INVALID', `The type of the resource must be '${type}'`, '/data/type');
  }
  const sent = { attributes: objectOr(data.attributes), relationships: objectOr(data.relationships) };
  const errors = [
    ...mistakesIn(sent.attributes, attributes, type, 'attribute', (name, value, rule) => {
      const isRight = typeof rule === 'string' ? typeof value === rule : rule.includes(String(value));
      return isRight ? [] : ['TYPE', `'${String(value)}' is not a valid value for the attribute '${name}'.`];
    }),
    ...mistakesIn(sent.relationships, relationships, type, 'relationship', (name, value, rule) => {
      const isRight = dig(value, 'data', 'type') === rule && textOf(dig(value, 'data', 'id')) !== undefined;
      return isRight ? [] : ['INVALID', `'${name}' must lead to a resource of type '${rule}'`];
    }),
  ];
  if (errors.length > 0) return refuse(409, errorsBody(...errors));
  const ids = Object.entries(sent.relationships).map(([name, value]) => [name, String(dig(value, 'data', 'id') ?? '')]);
  return { attributes: sent.attributes, related: Object.fromEntries(ids) };
}

function mistakesIn<Rule>(
  sent: JsonObject,
  rules: Readonly<Record<string, Rule>>,
  type: string,
  part: 'attribute' | 'relationship',
  check: (name: string, value: Json, rule: Rule) => [kind: string, detail: string] | [],
): AppleError[] {
  const mistake = (name: string, kind: string, detail: string): AppleError => {
    const code = `ENTITY_ERROR.${part.toUpperCase()}.${kind}`;
    return { status: 409, code, detail, source: { pointer: `/data/${part}s/${name}` } };
  };
  const article = part === 'attribute' ? 'an' : 'a';
  const names = Object.keys(rules).map((key) => key.replace('!', ''));
  const unknown = unknownKeys(sent, names).map((name) =>
    mistake(name, 'UNKNOWN', `'${name}' is not ${article} ${part} on the resource '${type}'`),
  );
  const wrong = Object.entries(rules).flatMap(([key, rule]) => {
    const name = key.replace('!', '');
    const value = sent[name];
    if (value === undefined || (value === null && part === 'attribute')) {
      if (!key.endsWith('!')) return [];
      return [mistake(name, 'REQUIRED', `You must provide a value for the ${part} '${name}' with this request`)];
    }
    const [kind, detail] = check(name, value, rule);
    return kind === undefined || detail === undefined ? [] : [mistake(name, kind, detail)];
  });
  return [...unknown, ...wrong];
}

/** Refuses (400) query parameters other than these filters and the ones that every list takes. */
export function checkQuery(call: Call, filters: readonly string[]): void {
  for (const name of call.request.query.keys()) {
    const filter = /^filter\[(.+)\]$/.exec(name)?.[1];
    if (filter === undefined && !/^(include|limit|sort|cursor|(fields|limit|exists)\[.+\])$/.test(name)) {
      parameterError('ILLEGAL', name, `The parameter '${name}' can not be used with this request`);
    }
    if (filter !== undefined && !filters.includes(filter)) {
      parameterError('ILLEGAL', name, `'${filter}' is not a valid filter`);
    }
  }
}

/** The values a filter allows; undefined when it is absent. */
export function filterOf(call: Call, name: string): string[] | undefined {
  return call.request.query.get(`filter[${name}]`)?.split(',');
}

/** Whether the filters of the query allow a resource with these values. */
export function passes(call: Call, values: Readonly<Record<string, string>>): boolean {
  return Object.entries(values).every(([name, value]) => filterOf(call, name)?.includes(value) ?? true);
}

export const resource = (
  type: string,
  id: string,
  attributes: JsonObject,
  relationships: JsonObject = {},
): JsonObject => ({ type, id, attributes, relationships });

/** A relationship to one resource, or to none. */
export const to = (type: string, id: string | undefined): JsonObject => ({ data: id ? { type, id } : null });

/** A document of one resource. */
export const single = (data: JsonObject | null, status = 200): OutsideReply => ({ status, body: { data } });

/** A document of a list, cut to `limit` (50 unless told, 200 at most). */
export function collection(call: Call, data: readonly JsonObject[]): OutsideReply {
  const asked = call.request.query.get('limit');
  if (asked !== null && !(Number(asked) >= 1 && Number(asked) <= 200)) {
    return parameterError('INVALID', 'limit', `'${asked}' is not a valid limit`);
  }
  return { status: 200, body: { data: data.slice(0, wholeNumber(asked, 50, 1, 200)) } };
}
