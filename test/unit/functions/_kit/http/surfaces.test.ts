// Surfaces: the same operation by two of them, one that nobody needs a credential for, and one that is only of this file. Here too:
// answers that are not sent again.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { baseErrors } from '../../../../../entities/_base/conflicts.ts';
import { isDomainError } from '../../../../../entities/_base/errors.ts';
import { type HttpKit, httpHandler, type Operations } from '../../../../../functions/_kit/http/http-handler.ts';
import type { HttpEvent } from '../../../../../functions/_kit/http/request.ts';
import type { Surface } from '../../../../../functions/_kit/http/surface.ts';
import { open } from '../../../../../functions/_kit/http/surfaces/open.ts';
import { v1 } from '../../../../../functions/_kit/http/surfaces/v1.ts';
import type { Manifest } from '../../../../../functions/_kit/manifest.ts';
import { TENANT_ID } from '../../../../support/http.ts';

const manifest = {
  domain: 'things',
  routes: {
    getThing: {
      ...{ method: 'GET', path: '/things/{thing}', summary: '', status: 200 },
      access: { role: 'VIEWER', scope: 'releases:read' },
      reply: z.strictObject({ id: z.string(), tenant: z.string() }),
    },
    listThings: {
      ...{ method: 'GET', path: '/things', summary: '', status: 200 },
      access: { role: 'VIEWER', scope: 'releases:read' },
      query: z.strictObject({ cursor: z.string().optional() }),
      reply: z.strictObject({ items: z.array(z.string()), nextCursor: z.string().nullable() }),
    },
  },
  ...{ subscriptions: {}, tasks: {}, lambdas: {} },
} as const satisfies Manifest;

const operations: Operations<typeof manifest, object> = {
  getThing: async ({ params, caller }) => {
    if (params.thing === 'none') throw baseErrors.not_found();
    return { body: { id: params.thing, tenant: caller.tenantId }, revision: 7 };
  },
  listThings: async () => ({ body: { items: ['a'], nextCursor: 'next' } }),
};

const kit = { now: () => 0, misfit: () => undefined } as unknown as HttpKit;

function request(path: string, pathParameters: Record<string, string>, headers: Record<string, string> = {}) {
  const authorizer = {
    lambda: {
      ...{ tenantId: TENANT_ID, tenantSlug: 'acme', actorType: 'USER', actorId: 'u', actorName: 'Ada' },
      ...{ credential: 'API_TOKEN', credentialId: 't' },
      ...{ role: 'LEAD', scopes: '*' },
    },
  };
  const requestContext = { requestId: 'r1', http: { method: 'GET', path }, authorizer };
  return { version: '2.0', rawPath: path, headers, pathParameters, requestContext } as unknown as HttpEvent;
}

const send = async (surface: Surface, ...given: Parameters<typeof request>) => {
  const handler = httpHandler(manifest, operations, kit, {}, surface);
  const { statusCode, headers, body } = (await handler(request(...given), {} as never)) as Record<string, never>;
  return { status: statusCode, headers, body: body === undefined || body === '' ? body : JSON.parse(body) };
};

/** A surface as Sentry has it: the organization in the path, a bare list, errors of one text. */
const sentryLike: Surface = {
  base: '/api/0/organizations/{organization}',
  callerOf: (event, route, now) =>
    v1.callerOf({ ...event, pathParameters: { tenant: event.pathParameters?.organization } } as HttpEvent, route, now),
  render(event, body) {
    const { items, nextCursor } = body as { items?: unknown; nextCursor?: string | null };
    if (items === undefined) return { headers: {}, body };
    const link = `<${event.rawPath}>; rel="next"; results="${nextCursor !== null}"; cursor="${nextCursor}"`;
    return { headers: { link }, body: items };
  },
  refuse: (thrown) => ({
    statusCode: isDomainError(thrown) ? thrown.status : 500,
    body: JSON.stringify({ detail: isDomainError(thrown) ? thrown.title : 'Internal Error' }),
  }),
};

describe('a surface', () => {
  const ofV1 = '/api/v1/acme/things';
  const ofSentry = '/api/0/organizations/acme/things';

  it('finds the caller of an operation and renders its answer', async () => {
    const thing = { id: 'x', tenant: TENANT_ID };
    expect(await send(v1, `${ofV1}/x`, { tenant: 'acme', thing: 'x' })).toMatchObject({ status: 200, body: thing });
    const bySentry = await send(sentryLike, `${ofSentry}/x`, { organization: 'acme', thing: 'x' });
    expect(bySentry).toMatchObject({ status: 200, body: thing });
  });

  it('renders lists in its own way', async () => {
    const ofList = await send(v1, ofV1, { tenant: 'acme' });
    expect(ofList.body).toEqual({ items: ['a'], nextCursor: expect.stringMatching(/^next\.[\w-]{10}$/) });
    expect(ofList.headers).toMatchObject({ link: `<${ofV1}?cursor=${ofList.body.nextCursor}>; rel="next"` });
    expect(await send(sentryLike, ofSentry, { organization: 'acme' })).toMatchObject({
      headers: { link: expect.stringMatching(/^<\S+>; rel="next"; results="true"; cursor="next\.[\w-]{10}"$/) },
      body: ['a'],
    });
  });

  it('renders errors in its own way, those of unknown routes too', async () => {
    const none = { tenant: 'acme', thing: 'none' };
    expect(await send(v1, `${ofV1}/none`, none)).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
    const refused = await send(sentryLike, `${ofSentry}/none`, { organization: 'acme', thing: 'none' });
    expect(refused).toMatchObject({ status: 404, body: { detail: baseErrors.not_found().title } });
    const unknown = await send(sentryLike, `${ofSentry}/x/y`, { organization: 'acme' });
    expect(unknown).toMatchObject({ status: 404, body: { detail: expect.any(String) } });
  });

  it('answers another tenant as a missing one', async () => {
    expect(await send(sentryLike, `${ofSentry}/x`, { organization: 'other', thing: 'x' })).toMatchObject({
      status: 404,
    });
  });
});

describe('the surface open', () => {
  const openManifest = {
    ...{ domain: 'state', surface: 'open', subscriptions: {}, tasks: {}, lambdas: {} },
    routes: {
      getHealth: {
        ...{ method: 'GET', path: '/health', summary: '', access: 'OPEN', status: 200 },
        reply: z.strictObject({ status: z.string() }),
      },
      changeHealth: { ...{ method: 'POST', path: '/health', summary: '', access: 'OPEN', status: 204 } },
    },
  } as const satisfies Manifest;
  const health: Operations<typeof openManifest, object> = {
    getHealth: async ({ caller }) => ({ body: { status: caller === undefined ? 'ok' : 'known' } }),
    changeHealth: ({ save }) => save({} as never, {}),
  };
  const ask = (method: string) => {
    const { authorizer: _, ...context } = request('/health', {}).requestContext;
    const event = {
      ...request('/health', {}),
      requestContext: { ...context, http: { method, path: '/health' } },
    };
    return httpHandler(openManifest, health, kit, {}, open)(event as never, {} as never);
  };

  it('answers without tenant and credential', async () => {
    expect(await ask('GET')).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
  });

  it('changes nothing: the change would be nobody’s', async () => {
    expect(await ask('POST')).toMatchObject({ statusCode: 500 });
  });
});

describe('an OPEN route of the surface v1', () => {
  const signIn = {
    ...{ domain: 'doors', subscriptions: {}, tasks: {}, lambdas: {} },
    routes: {
      knock: {
        ...{ method: 'POST', path: '/doors', summary: '', access: 'OPEN', status: 200 },
        reply: z.strictObject({ tenant: z.string(), ip: z.string(), isKnown: z.boolean() }),
      },
    },
  } as const satisfies Manifest;
  const doors: Operations<typeof signIn, object> = {
    knock: async ({ caller, visitor }) => ({
      body: { tenant: visitor.tenant, ip: visitor.ip, isKnown: caller !== undefined },
    }),
  };

  it('tells the operation the tenant as asked and the address, even with a credential', async () => {
    const event = request('/api/v1/nobody/doors', { tenant: 'nobody' });
    event.requestContext.http.method = 'POST';
    event.requestContext.http.sourceIp = '192.0.2.7';
    const reply = await httpHandler(signIn, doors, kit, {}, v1)(event as never, {} as never);
    expect(reply).toMatchObject({ statusCode: 200 });
    expect(JSON.parse(String((reply as { body?: string }).body))).toEqual({
      ...{ tenant: 'nobody', ip: '192.0.2.7', isKnown: false },
    });
  });
});

describe('a path parameter that no key can hold', () => {
  it('reaches the operation shortened, so that the operation answers as for any missing resource', async () => {
    const thing = 'é'.repeat(701);
    const { body } = await send(v1, `/api/v1/acme/things/${encodeURIComponent(thing)}`, { tenant: 'acme', thing });
    expect(body.id).toBe('é'.repeat(350));
  });
});

describe('If-None-Match', () => {
  const read = (tag: string) =>
    send(v1, '/api/v1/acme/things/x', { tenant: 'acme', thing: 'x' }, { 'if-none-match': tag });

  it.each([
    [(tag: string) => tag, 304],
    [(tag: string) => `W/${tag}`, 304],
    [(tag: string) => `"1", ${tag}`, 304],
    [() => '*', 304],
    [(tag: string) => tag.replace('7', '8'), 200],
    [() => '"7"', 200],
  ])('of revision 7 is compared with the revision and the digest of the body: %s', async (asked, status) => {
    const tag = String(Object((await read('')).headers).etag);
    expect(tag).toMatch(/^"7\.[\w-]{16}"$/);
    const reply = await read(asked(tag));
    expect(reply).toMatchObject({ status, headers: { etag: tag } });
    expect(reply.body === undefined).toBe(status === 304);
  });

  it('of an answer without a revision compares its body', async () => {
    const list = (tag: string) => send(v1, '/api/v1/acme/things', { tenant: 'acme' }, { 'if-none-match': tag });
    const { status, headers } = await list('"7"');
    expect([status, headers]).toEqual([200, expect.objectContaining({ etag: expect.stringMatching(/^"[\w-]{16}"$/) })]);
    expect((await list(String(Object(headers).etag))).status).toBe(304);
  });
});

describe('a route that produces another type than JSON', () => {
  const files = {
    ...{ domain: 'files', surface: 'open', subscriptions: {}, tasks: {}, lambdas: {} },
    routes: {
      readText: { method: 'GET', path: '/text', summary: '', access: 'OPEN', status: 200, produces: 'text/csv' },
      readBytes: { method: 'GET', path: '/bytes', summary: '', access: 'OPEN', status: 200, produces: 'image/png' },
    },
  } as const satisfies Manifest;
  const headers = { 'content-disposition': 'attachment', 'cache-control': 'no-cache', vary: 'accept-encoding' };
  const served: Operations<typeof files, object> = {
    readText: async () => ({ body: 'a,b\r\n', headers }),
    readBytes: async () => ({ body: new Uint8Array([1, 255]) }),
  };
  const handler = httpHandler(files, served, kit, {}, open);
  const ask = (path: string, etag = '') =>
    handler(request(path, {}, { 'if-none-match': etag }) as never, {} as never) as Promise<Record<string, unknown>>;

  it.each([
    ['/text', { body: 'a,b\r\n', headers: { ...headers, 'content-type': 'text/csv' } }],
    ['/bytes', { body: 'Af8=', isBase64Encoded: true, headers: { 'content-type': 'image/png' } }],
  ])('answers %s as it is', async (path, reply) => {
    expect(await ask(path)).toMatchObject({ statusCode: 200, ...reply });
  });

  it('answers 304 with the headers that a cache needs, and no body', async () => {
    const { etag = '' } = (await ask('/text')).headers as { etag?: string };
    const { 'content-disposition': _, ...kept } = headers;
    expect(await ask('/text', etag)).toEqual({ statusCode: 304, headers: { ...kept, etag } });
  });
});
