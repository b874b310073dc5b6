// The API's answer to a request without a route: a problem that says so, and the methods that the path does take.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { unknownRoute } from '../../../../functions/intake/unknown-route.ts';
import { routeTable } from '../../../../infra/constructs/http-api.ts';
import { manifests } from '../../../../infra/manifests.ts';

const SAMPLE =
  'GET,POST /releases;GET /releases/suggestions;PATCH,GET /releases/{release};POST /releases/{release}/kickoff';

function ask(method: string, rawPath: string, { headers = {}, table = SAMPLE } = {}) {
  const requestContext = { requestId: 'request-1', http: { method } };
  const { body = '', ...reply } = unknownRoute(table)({ rawPath, headers, requestContext } as APIGatewayProxyEventV2);
  return { ...reply, body: body === '' ? undefined : JSON.parse(body) };
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
    expect([statusCode, body.code, body.detail]).toEqual([404, 'route.not_found', `There is no ${method} ${path}.`]);
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
    expect(body.detail).toBe(`${path} takes ${legal.join(' and ')}, not ${method}.`);
    expect(headers?.allow).toBe(legal.join(', '));
  });

  it('is let through when a browser asks before another one, whatever its path: the gateway adds what origins may', () => {
    const headers = { origin: 'https://ui.example.com', 'access-control-request-method': 'POST' };
    expect(ask('OPTIONS', '/api/v1/acme/nothing', { headers })).toEqual({ statusCode: 204, body: undefined });
  });

  it('is not repeated without end', () => {
    expect(ask('GET', `/${'x'.repeat(9000)}`).body.detail.length).toBeLessThan(600);
  });
});

describe('the routes it knows', () => {
  const table = routeTable(manifests);

  it.each(manifests.flatMap(({ routes }) => Object.values(routes)).map(({ method, path }) => [method, path]))(
    'hold %s %s',
    (method, path) => {
      const { body } = ask('TRACE', `/api/v1/acme${path.replaceAll(/\{\w+\}/g, 'x')}`, { table });
      expect(body.legal).toContain(method);
    },
  );

  it('fit into the environment of a function, which takes 4 KB', () => {
    expect(table.length).toBeLessThan(3000);
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`r${index}`, { method: 'GET', path: `/a-long-path/${index}` }]),
    );
    expect(() => routeTable([{ routes: many } as never])).toThrow(/3,000/);
  });
});
