// Jira's error body: messages about the whole, errors by field.
import { isObject, type JsonObject, parseJson } from '../../contracts.ts';
import { type Call, refuse } from '../stand-in.ts';

/** Ends the call with messages about the whole. */
export function fail(status: number, ...messages: readonly string[]): never {
  return refuse(status, { errorMessages: [...messages], errors: {} });
}

/** Ends the call with 400 and an error for each field. */
export function failFields(errors: Readonly<Record<string, string>>): never {
  return refuse(400, { errorMessages: [], errors: { ...errors } });
}

export const invalidPayload = (): never =>
  fail(400, 'Invalid request payload. Refer to the REST API documentation and try again.');

/** The request's JSON object; 400 for anything else. */
export function readBody(call: Call): JsonObject {
  const body = parseJson(call.request.body);
  return isObject(body) ? body : invalidPayload();
}

/** Whether the call is to v3, where rich text is an Atlassian document. */
export function isV3(call: Call): boolean {
  return call.request.path.startsWith('/rest/api/3/');
}
