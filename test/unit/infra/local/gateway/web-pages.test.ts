// Which requests a web page may have a part in, and what the AWS endpoint wants to see of an SDK.
import { describe, expect, it, vi } from 'vitest';
import { createAwsEndpoint } from '../../../../../infra/local/gateway/aws/aws-endpoint.ts';
import { createDispatch } from '../../../../../infra/local/gateway/dispatch.ts';
import type { GatewayRequest } from '../../../../../infra/local/gateway/server.ts';

const HOST = '127.0.0.1:4100';
const request = (path: string, headers: Record<string, string>, method = 'POST'): GatewayRequest => ({
  ...{ method, path, rawQuery: '', headers, body: Buffer.from('{}'), protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
});

function dispatchWith(allowedOrigins: string[] = []) {
  const served = vi.fn(async () => ({ status: 200 }));
  const dispatch = createDispatch({
    ...{ api: served, aws: served, url: `http://${HOST}`, outputs: {}, allowedOrigins },
    calls: () => ({}),
    metrics: () => ({ writeUnits: 0, readUnits: 0, events: 0, invocations: {} }),
    outside: {} as never,
    busFaults: {} as never,
  });
  const statusOf = async (path: string, headers: Record<string, string>, method?: string) =>
    (await dispatch(request(path, headers, method))).status;
  return { statusOf, served };
}

const AWS = '/_local/aws/2015-03-31/functions/tenants/invocations';
const API = '/api/v1/acme/me';

const sent: [string, Record<string, string>, boolean][] = [
  ['curl', { host: HOST }, true],
  ['curl by another name of this machine', { host: 'localhost:4100' }, true],
  ['curl through a forwarded port', { host: 'localhost:8080' }, true],
  ['a page of this server', { host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' }, true],
  ['the address bar', { host: HOST, 'sec-fetch-site': 'none' }, true],
  ['nobody who says to whom', {}, false],
  ['a name that was bound to this machine', { host: 'evil.example:4100' }, false],
  ['a name that begins as this machine’s', { host: '127.0.0.1.evil.example' }, false],
  ['a name that ends as this machine’s', { host: 'evil.localhost:4100' }, false],
  ['a page elsewhere', { host: HOST, origin: 'https://evil.example' }, false],
  ['a page elsewhere that says no more', { host: HOST, 'sec-fetch-site': 'cross-site' }, false],
  ['a page on another port of this machine', { host: HOST, origin: 'http://127.0.0.1:3000' }, false],
  ['its image', { host: HOST, 'sec-fetch-site': 'same-site' }, false],
  ['a sandboxed page', { host: HOST, origin: 'null' }, false],
  [
    'a form as text',
    { host: HOST, origin: 'https://evil.example', 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' },
    false,
  ],
];

describe('a request', () => {
  it.each(sent)('of %s (S8)', async (_, headers, isServed) => {
    const { statusOf, served } = dispatchWith();
    const paths = [API, AWS, '/_local/health', '/_local/outputs'];
    const statuses = await Promise.all(paths.map((path) => statusOf(path, headers)));
    expect(statuses).toEqual(Array(4).fill(isServed ? 200 : 403));
    expect(served).toHaveBeenCalledTimes(isServed ? 2 : 0);
  });

  it('of a person who follows a link to the console is served, and nothing else behind it', async () => {
    const { statusOf } = dispatchWith();
    const followed = { host: HOST, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await statusOf('/console/acme/releases', followed, 'GET')).toBe(200);
    expect(await statusOf('/console/acme/releases', followed, 'POST')).toBe(403);
    expect(await statusOf('/console/acme', { ...followed, 'sec-fetch-mode': 'no-cors' }, 'GET')).toBe(403);
    for (const path of [API, AWS, '/_local/inbox']) expect(await statusOf(path, followed, 'GET')).toBe(403);
  });

  it('of a page whose origin CORS allows reaches the API, and nothing under /_local (S8)', async () => {
    const { statusOf } = dispatchWith(['https://app.example']);
    const headers = { host: HOST, origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
    expect(await statusOf(API, headers)).toBe(200);
    expect(await statusOf(API, { ...headers, 'access-control-request-method': 'POST' }, 'OPTIONS')).toBe(200);
    for (const path of [AWS, '/_local/outputs', '/_local/inbox']) expect(await statusOf(path, headers)).toBe(403);
    expect(await statusOf(API, { ...headers, host: 'evil.example' })).toBe(403);
    expect(await statusOf(API, { ...headers, origin: 'https://app.example.evil.example' })).toBe(403);
  });
});

describe('the AWS endpoint', () => {
  const SIGNED = {
    'x-amz-date': '20260301T120000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=operator/20260301/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature=abc',
  };
  const { authorization: _, ...undated } = SIGNED;

  it.each([
    ['that is signed', SIGNED, 200],
    ['that nobody signed', { 'content-type': 'text/plain' }, 403],
    ['with a bearer', { ...SIGNED, authorization: 'Bearer wl_x' }, 403],
    ['with half a signature', { ...SIGNED, authorization: 'AWS4-HMAC-SHA256 Credential=operator' }, 403],
    ['without its date', { authorization: SIGNED.authorization }, 403],
    ['with a date alone', undated, 403],
  ])('answers a call %s with %3$i (S8)', async (_name, headers, status) => {
    const invoke = vi.fn(async () => ({ ok: true as const, payload: {} }));
    const endpoint = createAwsEndpoint({
      ...{ services: [], dynamo: async () => ({ status: 200 }), mail: async () => ({ status: 200 }) },
      objects: () => ({ status: 200 }),
      invoker: { invoke } as never,
      authorize: () => {},
    });
    const paths = ['/2015-03-31/functions/tenants/invocations', '/v2/email/outbound-emails'];
    for (const path of paths) expect((await endpoint(request(path, headers))).status).toBe(status);
    const dynamo = { ...headers, 'x-amz-target': 'DynamoDB_20120810.GetItem' };
    expect((await endpoint(request('/', dynamo))).status).toBe(status);
    expect(invoke).toHaveBeenCalledTimes(status === 200 ? 1 : 0);
  });
});
