// Bitbucket's error bodies. https://developer.atlassian.com/cloud/bitbucket/rest/intro/#standardized-error-responses
import { isObject, type JsonObject, parseJson } from '../../contracts.ts';
import { saysJson } from '../reading.ts';
import { type Call, refuse } from '../stand-in.ts';

export const errorBody = (message: string, more: JsonObject = {}): JsonObject => ({
  type: 'error',
  error: { message, ...more },
});

export function fail(status: number, message: string, more: JsonObject = {}): never {
  return refuse(status, errorBody(message, more));
}

/** The request's JSON object; 400 for anything else. */
export function readBody(call: Call): JsonObject {
  const body = saysJson(call.request) ? parseJson(call.request.body) : undefined;
  return isObject(body) ? body : fail(400, 'Bad request', { detail: 'The request body must be a JSON object.' });
}
