// Which route answers, as API Gateway's HTTP APIs choose.
import { describe, expect, test } from 'vitest';
import { compileRoutes } from '../../../../../../infra/local/gateway/api/routes.ts';

const find = (keys: readonly string[]) =>
  compileRoutes(keys.map((routeKey) => ({ logicalId: 'Route', routeKey, functionArn: 'arn' })));

const PETS = ['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default'];

describe('compileRoutes', () => {
  const cases: [string, readonly string[], string, string, string | undefined, Record<string, string>][] = [
    ['an exact path first', PETS, 'GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['a parameter before a greedy one', PETS, 'GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['the longer greedy path', PETS, 'GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['ANY for another method', PETS, 'POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
    ['$default when nothing fits', PETS, 'GET', '/', '$default', {}],
    ['a method before ANY', ['ANY /a', 'GET /a'], 'GET', '/a', 'GET /a', {}],
    ['a parameter decoded', ['GET /a/{name}'], 'GET', '/a/b%20c', 'GET /a/{name}', { name: 'b c' }],
    ['nothing for another path', ['GET /a'], 'GET', '/b', undefined, {}],
    ['nothing for another method', ['GET /a'], 'PUT', '/a', undefined, {}],
    ['nothing for a trailing slash', ['GET /a'], 'GET', '/a/', undefined, {}],
    ['nothing for an empty parameter', ['GET /a/{id}'], 'GET', '/a/', undefined, {}],
    ['nothing for a longer path', ['GET /a/{id}'], 'GET', '/a/b/c', undefined, {}],
  ];
  test.each(cases)('picks %s', (_name, keys, method, path, routeKey, parameters) => {
    const match = find(keys)(method, path);
    expect(match?.route.routeKey).toBe(routeKey);
    expect(match?.parameters ?? {}).toEqual(parameters);
  });

  const refused: [string, readonly string[], string][] = [
    ['a key twice', ['GET /a', 'GET /a'], 'Route: RouteKey: GET /a is there twice'],
    ['a key without a path', ['GET'], 'Route: RouteKey: GET is not a method and a path'],
    [
      'a greedy parameter in the middle',
      ['GET /{all+}/x'],
      'Route: RouteKey: a greedy parameter must be the last segment',
    ],
  ];
  test.each(refused)('refuses %s', (_name, keys, message) => {
    expect(() => find(keys)).toThrow(message);
  });
});
