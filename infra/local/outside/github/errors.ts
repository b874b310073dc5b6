// GitHub's error bodies, and its check of a request body against a schema.
// https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
import { isObject, type Json, type JsonObject, parseJson } from '../../contracts.ts';
import { unknownKeys } from '../reading.ts';
import { type Call, refuse } from '../stand-in.ts';

/** The body of an error; the status is in it too, as text. */
export const errorBody = (status: number, message: string, more: JsonObject = {}): JsonObject => ({
  message,
  ...more,
  status: String(status),
});

export function notFound(message = 'Not Found'): never {
  return refuse(404, errorBody(404, message));
}

export function unprocessable(message: string): never {
  return refuse(422, errorBody(422, message));
}

/** 422 with the resource, field and code at fault. */
export function validationFailed(resource: string, field: string, code: string): never {
  return refuse(422, errorBody(422, 'Validation Failed', { errors: [{ resource, code, field }] }));
}

type FieldType = 'string' | 'boolean' | 'number' | 'object' | 'array';

/** Fields a body may have; a type with `!` is required. */
export type Fields = Readonly<Record<string, FieldType | `${FieldType}!`>>;

/** The request's JSON object after GitHub's check: 400 for broken JSON, 422 for missing, mistyped or unknown fields. */
export function readBody(call: Call, fields: Fields): JsonObject {
  const body = parseJson(call.request.body === '' ? '{}' : call.request.body);
  if (body === undefined) return refuse(400, errorBody(400, 'Problems parsing JSON'));
  if (!isObject(body)) return refuse(400, errorBody(400, 'Body should be a JSON object'));
  const problems = [
    ...unknownKeys(body, Object.keys(fields)).map((key) => `"${key}" is not a permitted key.`),
    ...Object.entries(fields).flatMap(([key, type]) => problemOf(key, body[key], type)),
  ];
  return problems.length === 0 ? body : unprocessable(`Invalid request.\n\n${problems.join('\n')}`);
}

function problemOf(key: string, value: Json | undefined, type: string): string[] {
  if (value === undefined) return type.endsWith('!') ? [`"${key}" wasn't supplied.`] : [];
  const wanted = type.replace('!', '');
  const isRight =
    wanted === 'object' ? isObject(value) : wanted === 'array' ? Array.isArray(value) : typeof value === wanted;
  return isRight ? [] : [`For 'properties/${key}', ${JSON.stringify(value)} is not of type ${wanted}.`];
}
