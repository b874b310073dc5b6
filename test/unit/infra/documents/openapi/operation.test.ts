// One route as an operation of the OpenAPI document: a table of routes, and the parts that each has.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { errorCatalogue } from '../../../../../entities/_base/errors.ts';
import { listOf, pageQuery } from '../../../../../entities/_base/list.ts';
import type { Manifest, Route } from '../../../../../functions/_kit/manifest.ts';
import { openapiOf } from '../../../../../infra/documents/openapi/openapi.ts';

// biome-ignore lint/suspicious/noExplicitAny: parts of the document
type Node = any;

const errors = errorCatalogue('thing', {
  not_found: { status: 404, title: 'The thing does not exist' },
  full: { status: 409, title: 'It is full' },
});
const thing = z.strictObject({ id: z.string(), name: z.string() });
const access = { role: 'LEAD', scope: 'things:write' } as const;

function documentOf(routes: Readonly<Record<string, Route>>, surface?: 'open'): Node {
  const manifest: Manifest = {
    domain: 'things',
    routes,
    subscriptions: {},
    tasks: {},
    lambdas: {},
    ...(surface && { surface }),
  };
  const facts = { version: '1.2.3', descriptions: { things: 'Things of all kinds' } };
  return JSON.parse(JSON.stringify(openapiOf([manifest], facts)));
}

/** The operation of one route, with its references resolved one level deep. */
function operation(over: Partial<Route>, surface?: 'open'): Node {
  const route: Route = { method: 'GET', path: '/things', summary: 'About things', access, status: 200, ...over };
  const document = documentOf({ doThing: route }, surface);
  const [[path, methods]] = Object.entries<Node>(document.paths) as [[string, Node]];
  const own = methods[route.method.toLowerCase()];
  const resolved = (node: Node): Node =>
    node.$ref ? document.components[node.$ref.split('/')[2]][node.$ref.split('/')[3]] : node;
  return { ...own, path, parameters: (own.parameters ?? []).map(resolved), resolved, document };
}

const get = {};
const post = { method: 'POST', status: 201 } as const;
const put = { method: 'PUT', path: '/things/{thingKind}' } as const;
const patch = { method: 'PATCH', path: '/things/{thing}' } as const;
const remove = { method: 'DELETE', path: '/things/{thing}', status: 204 } as const;
const act = { method: 'POST', path: '/things/{thing}/act', status: 202 } as const;
const open = { method: 'POST', access: 'OPEN', status: 204 } as const;
const signed = { method: 'POST', access: 'SIGNED', status: 202 } as const;
const paged = { query: z.strictObject(pageQuery), reply: listOf(thing) };

describe('the parameters of an operation', () => {
  it.each<[string, Partial<Route>, readonly string[]]>([
    ['a read', get, ['tenant', 'If-None-Match']],
    ['a list', paged, ['tenant', 'limit', 'cursor', 'If-None-Match']],
    ['a creation', post, ['tenant', 'Idempotency-Key']],
    ['a replacement', put, ['tenant', 'thingKind', 'If-Match', 'If-None-Match']],
    ['a change', patch, ['tenant', 'thing', 'If-Match']],
    ['a change of what has no revision', { ...patch, hasRevision: false }, ['tenant', 'thing']],
    ['a deletion', remove, ['tenant', 'thing', 'Idempotency-Key', 'If-Match']],
    ['an action', act, ['tenant', 'thing', 'Idempotency-Key', 'If-Match']],
    ['an open route', open, ['tenant']],
    ['a signed route', signed, ['tenant']],
  ])('of %s', (_, route, names) => {
    expect(operation(route).parameters.map(({ name }: Node) => name)).toEqual(names);
  });

  it('has the description of a query field beside its schema, and says what is required', () => {
    const query = z.strictObject({ from: z.string().min(1).describe('The first one'), most: z.int().optional() });
    const [, from, most] = operation({ query }).parameters;
    expect([from, most]).toEqual([
      {
        name: 'from',
        in: 'query',
        required: true,
        description: 'The first one',
        schema: { type: 'string', minLength: 1 },
      },
      { name: 'most', in: 'query', required: false, schema: { type: 'integer' } },
    ]);
  });

  it('has words for a parameter of the path', () => {
    const [, own] = operation(put).parameters;
    expect(own).toMatchObject({ in: 'path', required: true, description: 'The thing kind of the request' });
  });
});

describe('the body of an operation', () => {
  const body = z.strictObject({ name: z.string().min(1) });

  it.each([
    ['must be sent', body, true],
    ['may be missing', body.optional(), false],
  ])('%s', (_, schema, required) => {
    const { requestBody, document } = operation({ ...post, body: schema });
    expect(requestBody).toMatchObject({ required });
    const { schema: shown, example } = requestBody.content['application/json'];
    expect([shown, example]).toEqual([{ $ref: '#/components/schemas/DoThingBody' }, { name: 'Payments' }]);
    expect(document.components.schemas.DoThingBody).toMatchObject({ properties: { name: { minLength: 1 } } });
  });

  it('is missing without a schema', () => {
    expect(operation(act)).not.toHaveProperty('requestBody');
  });
});

describe('the success of an operation', () => {
  it.each<[string, Partial<Route>, object]>([
    ['a read', get, { 200: ['ETag'], 304: ['ETag'] }],
    ['a list', paged, { 200: ['ETag', 'Link'], 304: ['ETag'] }],
    ['a creation', post, { 201: ['ETag', 'Location'] }],
    ['a deletion', remove, { 204: [] }],
    ['an action', act, { 202: ['ETag'] }],
    ['a signed route', signed, { 200: [], 202: [] }],
  ])('of %s has its status and headers', (_, route, expected) => {
    const { responses, resolved } = operation(route);
    const seen = Object.entries<Node>(responses).flatMap(([status, response]) =>
      Number(status) < 400 ? [[status, Object.keys(resolved(response).headers ?? {})]] : [],
    );
    expect(Object.fromEntries(seen)).toEqual(expected);
  });

  it.each<[Partial<Route>, string, Node]>([
    [{ reply: thing }, 'application/json', { $ref: '#/components/schemas/DoThingReply' }],
    [{ produces: 'application/json' }, 'application/json', { type: 'object' }],
    [{ produces: 'text/html' }, 'text/html', { type: 'string' }],
    [{ produces: 'image/png' }, 'image/png', { type: 'string' }],
  ])('of %j has a body of its type', (route, type, schema) => {
    const { content } = operation(route).responses[200];
    expect(Object.keys(content)).toEqual([type]);
    expect(content[type]).toMatchObject({ schema, example: expect.anything() });
  });
});

describe('the refusals of an operation', () => {
  /** Codes by status. */
  const codesOf = (route: Partial<Route>) => {
    const { responses, resolved } = operation(route);
    return Object.fromEntries(
      Object.entries<Node>(responses).flatMap(([status, response]) => {
        const media = resolved(response).content?.['application/problem+json'];
        return media ? [[status, media.schema.allOf[1].properties.code.enum]] : [];
      }),
    );
  };
  const credentialed = {
    401: ['request.unauthenticated'],
    403: ['request.forbidden'],
    404: ['request.not_found'],
    429: ['request.rate_limited'],
    500: ['request.internal'],
    503: ['request.issuer_unavailable'],
  };
  /** A write may come by the cookie of the console. */
  const written = { 403: ['request.cross_site', 'request.forbidden'] };
  const bodily = { 413: ['request.too_large'], 415: ['request.unsupported_media_type'] };

  it.each<[string, Partial<Route>, object]>([
    ['a read', get, { ...credentialed, 400: ['request.invalid'] }],
    ['a list', paged, { ...credentialed, 400: ['request.invalid', 'request.invalid_cursor'] }],
    [
      'a creation with errors of its domain',
      { ...post, errors: [errors.full, errors.not_found] },
      {
        ...credentialed,
        ...written,
        ...bodily,
        400: ['request.invalid', 'request.invalid_json'],
        404: ['request.not_found', 'thing.not_found'],
        409: ['request.conflict', 'request.idempotency_running', 'thing.full'],
        422: ['request.idempotency_mismatch'],
      },
    ],
    [
      'a change',
      patch,
      {
        ...credentialed,
        ...written,
        ...bodily,
        400: ['request.invalid', 'request.invalid_json', 'request.precondition_invalid'],
        409: ['request.conflict'],
        412: ['request.precondition_failed'],
      },
    ],
    ['an open route', open, { ...bodily, 400: ['request.invalid', 'request.invalid_json'], 500: ['request.internal'] }],
    ['a signed route', signed, { 400: ['request.invalid'], 413: ['request.too_large'], 500: ['request.internal'] }],
  ])('of %s', (_, route, expected) => {
    expect(codesOf(route)).toEqual(expected);
  });

  it('is shared by its name if it is the only one of its status', () => {
    const { responses, document } = operation({ ...patch, errors: [errors.full] });
    expect(responses[412]).toEqual({ $ref: '#/components/responses/RequestPreconditionFailed' });
    expect(responses[409].description).toBe('It is full. The resource was changed by another request at the same time');
    expect(Object.keys(document.components.responses)).not.toContain('ThingFull');
  });

  it.each([
    [401, 'WWW-Authenticate'],
    [429, 'Retry-After'],
  ])('with %i has the header %s', (status, header) => {
    const { responses, resolved } = operation(get);
    expect(Object.keys(resolved(responses[status]).headers)).toEqual(['X-Correlation-Id', header]);
  });

  it.each([
    [400, true],
    [403, false],
    [429, true],
    [500, true],
  ])('with %i may be by API Gateway: %j', (status, expected) => {
    const { responses, resolved } = operation(get);
    expect('application/json' in resolved(responses[status]).content).toBe(expected);
  });
});

describe('the access of an operation', () => {
  it.each<[Route['access'], object]>([
    [
      { role: 'LEAD', scope: 'things:write' },
      {
        description: 'Needs the role LEAD or a stronger one and the scope `things:write`. Not for CI.',
        security: [{ bearer: ['things:write'] }, { session: [] }],
        'x-windlass-role': 'LEAD',
        'x-windlass-scope': 'things:write',
        'x-windlass-ci': false,
      },
    ],
    [
      { role: 'ADMIN', scope: 'things:read', ci: true },
      { description: 'Needs the role ADMIN and the scope `things:read`. Also for CI.', 'x-windlass-ci': true },
    ],
    ['OPEN', { description: 'Needs no credential.', security: [] }],
    ['SIGNED', { description: 'Needs the signature of the service that sends it.', security: [] }],
  ])('%j is said', (given, expected) => {
    expect(operation({ access: given })).toMatchObject(expected);
  });
});

describe('the document', () => {
  const route: Route = { method: 'GET', path: '/things', summary: 'About things', access, status: 200 };

  it.each([
    [undefined, '/api/v1/{tenant}/things'],
    ['open', '/things'],
  ] as const)('has the base path of the surface %s', (surface, path) => {
    expect(Object.keys(documentOf({ listThings: route }, surface).paths)).toEqual([path]);
  });

  it('has operations of one path together, by name, domain and summary', () => {
    const { paths, tags, info, openapi } = documentOf({ listThings: route, makeThing: { ...route, ...post } });
    expect(Object.keys(paths['/api/v1/{tenant}/things'])).toEqual(['get', 'post']);
    expect(paths['/api/v1/{tenant}/things'].post).toMatchObject({
      operationId: 'makeThing',
      summary: 'About things',
      tags: ['things'],
    });
    expect([openapi, info.version, tags]).toEqual([
      '3.1.0',
      '1.2.3',
      [{ name: 'things', description: 'Things of all kinds' }],
    ]);
  });
});
