// Apple's error bodies (JSON:API) and its check of a request entity and of query parameters.
// https://developer.apple.com/documentation/appstoreconnectapi/interpreting-and-handling-errors
import type { Json, JsonObject } from '../../contracts.ts';
import { dig, isObject, objectOr, parseJson, textOf, unknownKeys } from '../reading.ts';
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, refuse } from '../stand-in.ts';

export interface AppleError {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly source?: JsonObject;
  /** Causes that lie in other resources, by their paths, are in `associatedErrors`. */
  readonly meta?: JsonObject;
}

export function appleErrors(...errors: readonly AppleError[]): JsonObject {
  return {
    errors: errors.map((error) => ({ id: uuidOf(error.code, error.detail), ...error, status: String(error.status) })),
  };
}

export function appleError(status: number, code: string, title: string, detail: string): OutsideReply {
  return { status, body: appleErrors({ status, code, title, detail }) };
}

export function notFound(type: string, id: string): never {
  const detail = `There is no resource of type '${type}' with id '${id}'`;
  return refuse(
    404,
    appleErrors({ status: 404, code: 'NOT_FOUND', title: 'The specified resource does not exist', detail }),
  );
}

/** 409 for what the state of a resource does not allow. */
export function stateError(code: string, title: string, detail: string): never {
  return refuse(409, appleErrors({ status: 409, code: `STATE_ERROR${code}`, title, detail }));
}

/** 409 for an attribute or relationship, named by its JSON pointer. */
export function entityError(code: string, title: string, detail: string, pointer: string): never {
  return refuse(409, appleErrors({ status: 409, code: `ENTITY_ERROR.${code}`, title, detail, source: { pointer } }));
}

/** The fields that an entity of one type may have; a name with `!` is required. */
export interface EntityShape {
  readonly type: string;
  /** Attribute names with their allowed values, or with the JSON type of a free one. */
  readonly attributes: Readonly<Record<string, readonly string[] | 'string' | 'boolean'>>;
  /** Relationship names with the resource type they lead to. */
  readonly relationships: Readonly<Record<string, string>>;
}

export interface Entity {
  readonly attributes: JsonObject;
  /** Ids by relationship name. */
  readonly related: Readonly<Record<string, string>>;
}

/** The entity in a request's body, checked; every mistake is answered at once. */
export function readEntity(call: Call, shape: EntityShape): Entity {
  const body = parseJson(call.request.body);
  const data = dig(body, 'data');
  if (!isObject(data)) {
    const detail = 'The request entity is not a valid request document object';
    return refuse(400, appleErrors({ status: 400, code: 'ENTITY_INVALID', title: 'JSON processing failed', detail }));
  }
  if (data.type !== shape.type) {
    return entityError(
      'TYPE.INVALID',
      'The provided resource type is invalid',
      `The type of the resource must be '${shape.type}'`,
      '/data/type',
    );
  }
  const attributes = objectOr(data.attributes);
  const relationships = objectOr(data.relationships);
  const errors = [...attributeErrors(attributes, shape), ...relationshipErrors(relationships, shape)];
  if (errors.length > 0) return refuse(409, appleErrors(...errors));
  const related = Object.entries(relationships).map(([name, value]) => [name, String(dig(value, 'data', 'id') ?? '')]);
  return { attributes, related: Object.fromEntries(related) };
}

function attributeErrors(attributes: JsonObject, shape: EntityShape): AppleError[] {
  const names = Object.keys(shape.attributes).map(plain);
  const unknown = unknownKeys(attributes, names).map((name) =>
    error(
      'ATTRIBUTE.UNKNOWN',
      'The provided entity includes an unknown attribute',
      `'${name}' is not an attribute on the resource '${shape.type}'`,
      'attributes',
      name,
    ),
  );
  const wrong = Object.entries(shape.attributes).flatMap(([key, rule]) => {
    const name = plain(key);
    const value = attributes[name];
    if (value === undefined || value === null) {
      return key.endsWith('!')
        ? [
            error(
              'ATTRIBUTE.REQUIRED',
              'The provided entity is missing a required attribute',
              `You must provide a value for the attribute '${name}' with this request`,
              'attributes',
              name,
            ),
          ]
        : [];
    }
    const isRight = typeof rule === 'string' ? typeof value === rule : rule.includes(String(value));
    return isRight
      ? []
      : [
          error(
            'ATTRIBUTE.TYPE',
            'An attribute in the provided entity has the wrong type',
            `'${String(value)}' is not a valid value for the attribute '${name}'.`,
            'attributes',
            name,
          ),
        ];
  });
  return [...unknown, ...wrong];
}

function relationshipErrors(relationships: JsonObject, shape: EntityShape): AppleError[] {
  const names = Object.keys(shape.relationships).map(plain);
  const unknown = unknownKeys(relationships, names).map((name) =>
    error(
      'RELATIONSHIP.UNKNOWN',
      'The provided entity includes an unknown relationship',
      `'${name}' is not a relationship on the resource '${shape.type}'`,
      'relationships',
      name,
    ),
  );
  const wrong = Object.entries(shape.relationships).flatMap(([key, type]) => {
    const name = plain(key);
    const value: Json | undefined = relationships[name];
    if (value === undefined) {
      return key.endsWith('!')
        ? [
            error(
              'RELATIONSHIP.REQUIRED',
              'The provided entity is missing a required relationship',
              `You must provide a value for the relationship '${name}' with this request`,
              'relationships',
              name,
            ),
          ]
        : [];
    }
    const isRight = dig(value, 'data', 'type') === type && textOf(dig(value, 'data', 'id')) !== undefined;
    return isRight
      ? []
      : [
          error(
            'RELATIONSHIP.INVALID',
            'The provided entity includes a relationship with an invalid value',
            `'${name}' must lead to a resource of type '${type}'`,
            'relationships',
            name,
          ),
        ];
  });
  return [...unknown, ...wrong];
}

function error(code: string, title: string, detail: string, part: string, name: string): AppleError {
  return { status: 409, code: `ENTITY_ERROR.${code}`, title, detail, source: { pointer: `/data/${part}/${name}` } };
}

function plain(key: string): string {
  return key.replace('!', '');
}

/** Refuses (400) query parameters other than these filters and the ones every list takes. */
export function checkQuery(call: Call, filters: readonly string[]): void {
  for (const name of call.request.query.keys()) {
    const filter = /^filter\[(.+)\]$/.exec(name)?.[1];
    const isKnown =
      filter === undefined
        ? /^(include|limit|sort|cursor|(fields|limit|exists)\[.+\])$/.test(name)
        : filters.includes(filter);
    if (isKnown) continue;
    const detail =
      filter === undefined
        ? `The parameter '${name}' can not be used with this request`
        : `'${filter}' is not a valid filter`;
    const source = { parameter: name };
    refuse(
      400,
      appleErrors({
        status: 400,
        code: 'PARAMETER_ERROR.ILLEGAL',
        title: 'A parameter is not allowed',
        detail,
        source,
      }),
    );
  }
}

/** The values a filter allows; undefined when it is absent. */
export function filterOf(call: Call, name: string): string[] | undefined {
  return call.request.query.get(`filter[${name}]`)?.split(',');
}
