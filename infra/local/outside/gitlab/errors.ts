// GitLab's error bodies and its reading of parameters. https://docs.gitlab.com/api/rest/troubleshooting/
import { isObject, type Json, type JsonObject, parseJson } from '../../contracts.ts';
import { formFields, saysForm } from '../reading.ts';
import { type Call, refuse } from '../stand-in.ts';

export function fail(status: number, message: Json): never {
  return refuse(status, { message });
}

/** `404 Project Not Found`, for example. */
export function notFound(what = ''): never {
  return fail(404, `404 ${what}${what === '' ? '' : ' '}Not Found`);
}

/** Parameters of query and body together; 400 names those in `required` that are missing. */
export function readParameters(call: Call, required: readonly string[]): JsonObject {
  const { body, query } = call.request;
  const parsed = saysForm(call.request) ? formFields(body) : parseJson(body === '' ? '{}' : body);
  if (!isObject(parsed)) return refuse(400, { error: 'The request body must be a JSON object' });
  const parameters = { ...Object.fromEntries(query), ...parsed };
  const missing = required.filter((name) => parameters[name] === undefined || parameters[name] === '');
  if (missing.length > 0) refuse(400, { error: missing.map((name) => `${name} is missing`).join(', ') });
  return parameters;
}
