// The answer to a request without a route: a problem that says so, and the methods that the path does take.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { SURFACES } from '../../../../../entities/names.ts';
import { problemReply } from '../../../../../functions/_kit/http/problem.ts';
import { isPreflight, unknownRoute } from '../../../../../functions/_kit/http/unknown-route.ts';
import type { Method } from '../../../../../functions/_kit/manifest.ts';

const ROUTES = (
  [
    ['GET', '/releases'],
    ['POST', '/releases'],
    ['GET', '/releases/suggestions'],
    ['PATCH', '/releases/{release}'],
    ['GET', '/releases/{release}'],
    ['POST', '/releases/{release}/kickoff'],
  ] as const
).map(([method, path]: readonly [Method, string]) => ({ method, path }));

function ask(method: string, rawPath: string) {
  const { body, ...reply } = problemReply(unknownRoute(SURFACES.v1, ROUTES, method, rawPath), 'request-1');
  return { ...reply, body: JSON.parse(body ?? '') };
}

describe('a request that no route is for', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/favicon.ico'],
    ['POST', '/api/v1/acme/'],
    ['GET', '/api/v1/acme/release'],
    ['GET', '/api/v1/acme/releases/'],
    ['GET', '/api/v1/acme/releases//kickoff'],
    ['GET', '/api/v1//releases'],
    ['GET', '/api/v2/acme/releases'],
    ['GET', '/api/v1/acme/releases/1/kickoff/now'],
    ['OPTIONS', '/api/v1/acme/nothing'],
  ])('is answered 404 route.not_found, with its method and path: %s %s', (method, path) => {
    const { statusCode, headers, body } = ask(method, path);
    expect([statusCode, body.code, body.detail]).toEqual([404, 'route.not_found', `${method} ${path} does not exist.`]);
    expect(headers).toEqual({ 'content-type': 'application/problem+json', 'x-correlation-id': 'request-1' });
  });

  it.each([
    ['DELETE', '/api/v1/acme/releases', ['GET', 'POST']],
    ['HEAD', '/api/v1/acme/releases', ['GET', 'POST']],
    ['PUT', '/api/v1/acme/releases/1', ['GET', 'PATCH']],
    ['PUT', '/api/v1/acme/releases/suggestions', ['GET', 'PATCH']],
    ['GET', '/api/v1/acme/releases/service%401.0.0/kickoff', ['POST']],
    ['OPTIONS', '/api/v1/acme/releases', ['GET', 'POST']],
  ])('is answered 405 route.method_not_allowed with what its path takes: %s %s %j', (method, path, legal) => {
    const { statusCode, headers, body } = ask(method, path);
    expect([statusCode, body.code, body.legal]).toEqual([405, 'route.method_not_allowed', legal]);
    expect(body.detail).toBe(`${path} supports ${legal.join(' and ')}, not ${method}.`);
    expect(headers?.allow).toBe(legal.join(', '));
  });

  it('is not repeated without end', () => {
    expect(ask('GET', `/${'x'.repeat(9000)}`).body.detail.length).toBeLessThan(600);
  });
});

it.each([
  ['OPTIONS', { 'access-control-request-method': 'POST' }, true],
  ['OPTIONS', {}, false],
  ['GET', { 'access-control-request-method': 'POST' }, false],
])('the question of a browser before a request is %s with headers %j: %s', (method, headers, expected) => {
  const event = { headers, requestContext: { http: { method } } } as unknown as APIGatewayProxyEventV2;
  expect(isPreflight(event)).toBe(expected);
});
