// How Slack reads a call's arguments: methods that write take JSON; methods that read take the query and do not see a JSON body.
// https://docs.slack.dev/apis/web-api#body
import { isObject, type JsonObject, parseJson } from '../../contracts.ts';
import { saysJson } from '../reading.ts';
import { type Call, type OutsideReply, refuse } from '../stand-in.ts';

/** The arguments of a call. Broken JSON ends it with `invalid_json`. */
export function readArguments(call: Call): JsonObject {
  if (!saysJson(call.request) || !/^\/api\/chat\./.test(call.request.path)) {
    return Object.fromEntries(call.request.query);
  }
  const body = parseJson(call.request.body);
  if (body === undefined) return failWith('invalid_json');
  return isObject(body) ? body : failWith('json_not_object');
}

/** Ends the call as Slack does: status 200 and an error code. */
export function failWith(error: string, more: JsonObject = {}): never {
  return refuse(200, { ok: false, error, ...more });
}

/** The scopes of the token: Slack names them with every answer. */
const SCOPES = 'chat:write,channels:read,channels:history,groups:history,users:read,users:read.email,commands';

/** A successful answer. */
export function ok(fields: JsonObject): OutsideReply {
  return { status: 200, headers: { 'x-oauth-scopes': SCOPES }, body: { ok: true, ...fields } };
}
