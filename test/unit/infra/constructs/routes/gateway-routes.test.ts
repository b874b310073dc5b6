// The routes of API Gateway that stand for the routes of the manifests.
import { describe, expect, it } from 'vitest';
import type { Manifest, Method, Route } from '../../../../../functions/_kit/manifest.ts';
import { gatewayRoutes } from '../../../../../infra/constructs/routes/gateway-routes.ts';
import { manifests } from '../../../../../infra/manifests.ts';

/** `a: GET /x, POST /x signed` */
function domain(text: string): Manifest {
  const [name = '', list = ''] = text.split(': ');
  const routes = list.split(', ').map((line, index) => {
    const [method, path, signed] = line.split(' ') as [Method, string, string?];
    const access = signed ? 'SIGNED' : { role: 'VIEWER', scope: 'releases:read' };
    return [`r${index}`, { method, path, access, summary: '', status: 200 } as Route];
  });
  return { domain: name, routes: Object.fromEntries(routes), subscriptions: {}, tasks: {}, lambdas: {} };
}

const made = (...domains: string[]) =>
  [...gatewayRoutes(domains.map(domain))].flatMap(([name, routes]) =>
    routes.map(({ method, path, isPublic }) => `${name}: ${method} ${path.slice(16)}${isPublic ? ' signed' : ''}`),
  );

describe('gateway routes', () => {
  it.each([
    [
      'a few paths are routed each, for any method',
      ['a: GET /x, POST /x, GET /x/{id}'],
      ['a: ANY /x', 'a: ANY /x/{id}'],
    ],
    [
      'many paths are two routes',
      ['a: GET /x, GET /x/{id}, GET /x/{id}/y, PUT /x/z'],
      ['a: ANY /x', 'a: ANY /x/{proxy+}'],
    ],
    [
      'a path below another domain is routed exactly, which wins over the rest',
      ['a: GET /x, GET /x/{id}, GET /x/{id}/y', 'b: GET /x/{other}/z'],
      ['b: ANY /x/{other}/z', 'a: ANY /x', 'a: ANY /x/{proxy+}'],
    ],
    [
      'a path of two domains is routed by its methods',
      ['a: GET /x, GET /x/{id}, GET /x/{id}/y, GET /x/z', 'b: POST /x/{other}'],
      ['a: GET /x/{id}', 'a: ANY /x/z', 'a: ANY /x', 'a: ANY /x/{proxy+}', 'b: POST /x/{other}'],
    ],
    [
      'nobody owns what two domains begin alike',
      ['a: GET /x/a, GET /x/b, GET /x/c', 'b: GET /x/d'],
      ['a: ANY /x/a', 'a: ANY /x/b', 'a: ANY /x/c', 'b: ANY /x/d'],
    ],
    [
      'a signed path stays a route without authorizer',
      ['a: GET /x, POST /x/{id} signed, GET /x/y, GET /x/y/z'],
      ['a: ANY /x/{id} signed', 'a: ANY /x/y', 'a: ANY /x', 'a: ANY /x/{proxy+}'],
    ],
    [
      'a path that is signed for one method is routed by its methods',
      ['a: POST /x signed, GET /x'],
      ['a: POST /x signed', 'a: GET /x'],
    ],
  ])('%s', (_, domains, routes) => {
    expect(made(...domains)).toEqual(routes);
  });

  it('never name one route twice, over all domains', () => {
    const keys = [...gatewayRoutes(manifests).values()].flat().map(({ method, path }) => `${method} ${path}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
