// The HTTP API as its clients and functions see it: events and replies of payload format 2.0, authorizers, CORS, errors.
import { describe, expect, test } from 'vitest';
import type { InvocationResult, Json, JsonObject } from '../../../../../../infra/local/contracts.ts';
import { createHttpApi } from '../../../../../../infra/local/gateway/api/http-api.ts';
import type { GatewayRequest } from '../../../../../../infra/local/gateway/server.ts';
import type { HttpApiModel } from '../../../../../../infra/local/template/model.ts';

const NOW = Date.UTC(2026, 2, 12, 19, 3, 58);

const request = (fields: Partial<GatewayRequest> = {}): GatewayRequest => ({
  method: 'GET',
  path: '/things/1',
  rawQuery: '',
  headers: { host: '127.0.0.1:4100' },
  body: Buffer.alloc(0),
  protocol: 'HTTP/1.1',
  sourceIp: '127.0.0.1',
  ...fields,
});

/** An API with one open and one guarded route; `answers` are by function. */
function setUp(
  answers: Record<string, (event: JsonObject) => Json | InvocationResult>,
  fields: Partial<HttpApiModel> = {},
) {
  const calls: { name: string; event: JsonObject }[] = [];
  const clock = { now: NOW };
  const api: HttpApiModel = {
    logicalId: 'Api',
    id: 'abc123',
    routes: [
      { logicalId: 'Open', routeKey: 'ANY /things/{id}', functionArn: 'things' },
      { logicalId: 'Guarded', routeKey: 'GET /secret', functionArn: 'things', authorizerId: 'auth' },
    ],
    authorizers: [{ id: 'auth', functionArn: 'authorizer' }],
    stage: '$default',
    ...fields,
  };
  const invoker = {
    async invoke(name: string, event: Json): Promise<InvocationResult> {
      calls.push({ name, event: event as JsonObject });
      const answer = answers[name]?.(event as JsonObject) ?? null;
      const isResult = typeof answer === 'object' && answer !== null && 'ok' in answer;
      return isResult ? (answer as InvocationResult) : { ok: true, payload: answer as Json };
    },
  };
  const handle = createHttpApi({ api, invoker, now: () => clock.now, verbose: false, log: () => {} });
  return { handle, calls, clock };
}

const ok = () => ({ statusCode: 200 });

describe('the event', () => {
  test('has the shape of payload format 2.0', async () => {
    const { handle, calls } = setUp({ things: ok });
    const headers = { host: '127.0.0.1:4100', cookie: 'a=1; b=2', 'user-agent': 'test', 'x-many': '1,2' };
    await handle(request({ path: '/things/a%20b', rawQuery: 'q=1&q=2&r=x%20y', headers }));
    expect(calls[0]?.event).toEqual({
      version: '2.0',
      routeKey: 'ANY /things/{id}',
      rawPath: '/things/a b',
      rawQueryString: 'q=1&q=2&r=x%20y',
      cookies: ['a=1', 'b=2'],
      headers: { host: '127.0.0.1:4100', 'user-agent': 'test', 'x-many': '1,2' },
      queryStringParameters: { q: '1,2', r: 'x y' },
      pathParameters: { id: 'a b' },
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'abc123',
        domainName: '127.0.0.1:4100',
        domainPrefix: '127',
        http: { method: 'GET', path: '/things/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
        requestId: expect.any(String),
        routeKey: 'ANY /things/{id}',
        stage: '$default',
        time: '12/Mar/2026:19:03:58 +0000',
        timeEpoch: NOW,
      },
    });
  });

  const bodies: [string, string | undefined, boolean][] = [
    ['JSON', 'application/json; charset=utf-8', false],
    ['text', 'text/csv', false],
    ['XML', 'application/xml', false],
    ['a form', 'application/x-www-form-urlencoded', true],
    ['bytes', 'application/octet-stream', true],
    ['no type', undefined, true],
  ];
  test.each(bodies)('carries a body of %s', async (_name, type, isBase64Encoded) => {
    const { handle, calls } = setUp({ things: ok });
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    await handle(request({ method: 'POST', headers, body: Buffer.from('{"ä":1}') }));
    const body = isBase64Encoded ? Buffer.from('{"ä":1}').toString('base64') : '{"ä":1}';
    expect(calls[0]?.event).toMatchObject({ body, isBase64Encoded });
  });
});

describe('the reply', () => {
  const json = { 'content-type': 'application/json' };
  const cases: [string, Json, object][] = [
    [
      'a full answer',
      { statusCode: 201, headers: { Location: '/x' }, body: 'y' },
      { status: 201, headers: { location: '/x' }, body: 'y' },
    ],
    ['cookies', { statusCode: 200, cookies: ['a=1', 'b=2'] }, { headers: { 'set-cookie': ['a=1', 'b=2'] } }],
    ['base64', { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, { body: Buffer.from('hi') }],
    [
      'text without a type',
      { statusCode: 200, body: 'x' },
      { headers: { 'content-type': 'text/plain; charset=utf-8' } },
    ],
    ['a bare object', { a: 1 }, { status: 200, headers: json, body: '{"a":1}' }],
    ['a bare string', 'hello', { status: 200, headers: json, body: 'hello' }],
    ['a status that is none', { statusCode: 'x' }, { status: 500, body: '{"message":"Internal Server Error"}' }],
  ];
  test.each(cases)('is made of %s', async (_name, answer, expected) => {
    const { handle } = setUp({ things: () => answer });
    expect(await handle(request())).toMatchObject(expected);
  });

  const errors: [string, Partial<GatewayRequest>, InvocationResult | undefined, number, string][] = [
    ['404 for a path it has not', { path: '/nowhere' }, undefined, 404, 'Not Found'],
    ['400 for a path that is not encoded well', { path: '/things/%' }, undefined, 400, 'Bad Request'],
    ['500 when the function fails', {}, { ok: false, errorType: 'E', errorMessage: 'm' }, 500, 'Internal Server Error'],
  ];
  test.each(errors)('is %s', async (_name, fields, result, status, message) => {
    const { handle } = setUp({ things: () => result ?? null });
    expect(await handle(request(fields))).toMatchObject({ status, body: JSON.stringify({ message }) });
  });
});

describe('an authorizer', () => {
  const guarded = () => request({ path: '/secret', headers: { authorization: 't' } });
  const cases: [string, Json | InvocationResult, number][] = [
    ['lets in whom it allows', { isAuthorized: true }, 200],
    ['keeps out whom it does not', { isAuthorized: false }, 403],
    ['that answers nonsense fails', { yes: true }, 500],
    ['that answers nothing fails', null, 500],
    ['that throws fails', { ok: false, errorType: 'Error', errorMessage: 'boom' }, 500],
  ];
  test.each(cases)('%s', async (_name, answer, status) => {
    const { handle } = setUp({ things: ok, authorizer: () => answer });
    expect((await handle(guarded())).status).toBe(status);
  });

  test('is asked with the request and passes its context on', async () => {
    const { handle, calls } = setUp({ things: ok, authorizer: () => ({ isAuthorized: true, context: { who: 'me' } }) });
    await handle(guarded());
    expect(calls[0]?.event).toMatchObject({
      type: 'REQUEST',
      routeArn: 'arn:aws:execute-api:us-east-1:000000000000:abc123/$default/GET/secret',
      headers: { authorization: 't' },
    });
    expect(calls[1]?.event.requestContext).toMatchObject({ authorizer: { lambda: { who: 'me' } } });
  });
});

describe('CORS', () => {
  const cors = {
    allowOrigins: ['https://app.example'],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization'],
    exposeHeaders: ['etag'],
    maxAgeSeconds: 600,
  };
  const preflight = (origin: string) =>
    request({ method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } });

  test('answers a preflight without a function', async () => {
    const { handle, calls } = setUp({ things: ok }, { cors });
    expect(await handle(preflight('https://app.example'))).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://app.example',
        'access-control-allow-methods': 'GET,POST',
        'access-control-allow-headers': 'authorization',
        'access-control-max-age': '600',
      },
    });
    expect(calls).toEqual([]);
  });

  test('tells a stranger nothing', async () => {
    const { handle } = setUp({ things: ok }, { cors });
    expect(await handle(preflight('https://evil.example'))).toEqual({ status: 204 });
    const reply = await handle(request({ headers: { origin: 'https://evil.example' } }));
    expect(reply.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('marks ordinary answers', async () => {
    const { handle } = setUp({ things: ok }, { cors });
    const reply = await handle(request({ headers: { origin: 'https://app.example' } }));
    expect(reply.headers).toMatchObject({ 'access-control-expose-headers': 'etag', vary: 'origin' });
  });
});
