// Translates between HTTP and a function: the event of payload format 2.0, and the reply that an answer becomes. Called by
// http-api.ts. Source: API Gateway Developer Guide, "AWS Lambda proxy integrations for HTTP APIs".
import { isObject, type Json, type JsonObject } from '../../contracts.ts';
import type { HttpApiModel } from '../../template/model.ts';
import { ACCOUNT } from '../../template/resolution/identity.ts';
import { type GatewayReply, type GatewayRequest, messageReply } from '../server.ts';

export interface EventContext {
  readonly api: HttpApiModel;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** Epoch milliseconds (UTC). */
  readonly now: number;
}

// Bodies that API Gateway hands over as text; every other one is base64, also a form and one without a type.
const TEXT_TYPES = /^(?:text\/|application\/(?:json|javascript|xml)\b)/i;

/** The event without body and authorizer context: what an authorizer and an integration have in common. */
export function baseEvent(request: GatewayRequest, context: EventContext): JsonObject {
  const { cookie, ...headers } = request.headers;
  // HTTP APIs hand the path over decoded.
  const path = decodeURIComponent(request.path);
  const query = queryParameters(request.rawQuery);
  const domain = request.headers.host ?? '127.0.0.1';
  const pathParameters = { ...context.pathParameters };
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath: path,
    rawQueryString: request.rawQuery,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(query === undefined ? {} : { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: context.api.id,
      domainName: domain,
      domainPrefix: domain.split('.')[0] ?? domain,
      http: {
        method: request.method,
        path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: context.requestId,
      routeKey: context.routeKey,
      stage: '$default',
      time: commonLogTime(context.now),
      timeEpoch: context.now,
    },
  };
}

/** The event of an integration. `authorizer` is what the authorizer's `context` was. */
export function integrationEvent(request: GatewayRequest, base: JsonObject, authorizer: Json | undefined): JsonObject {
  const requestContext = base.requestContext as JsonObject;
  const isText = TEXT_TYPES.test(request.headers['content-type'] ?? '');
  return {
    ...base,
    requestContext:
      authorizer === undefined ? requestContext : { ...requestContext, authorizer: { lambda: authorizer } },
    ...(request.body.length > 0 ? { body: request.body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

/** The HTTP reply for a function's answer: format 2.0, or anything without a statusCode as a 200 with JSON. */
export function replyOf(answer: Json): GatewayReply {
  if (!isObject(answer) || answer.statusCode === undefined) {
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const status = Number(answer.statusCode);
  const body = answer.body ?? '';
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof body !== 'string') {
    return messageReply(500, 'Internal Server Error');
  }
  const headers: Record<string, string | string[]> = { 'content-type': 'text/plain; charset=utf-8' };
  for (const [name, value] of Object.entries((answer.headers ?? {}) as JsonObject))
    headers[name.toLowerCase()] = String(value);
  if (Array.isArray(answer.cookies)) headers['set-cookie'] = answer.cookies.map(String);
  return { status, headers, body: answer.isBase64Encoded === true ? Buffer.from(body, 'base64') : body };
}

function queryParameters(rawQuery: string): JsonObject | undefined {
  if (rawQuery === '') return undefined;
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    joined[name] = joined[name] === undefined ? value : `${joined[name]},${value}`;
  }
  return joined;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As 12/Mar/2026:19:03:58 +0000 */
function commonLogTime(epoch: number): string {
  const [date = '', time = ''] = new Date(epoch).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
