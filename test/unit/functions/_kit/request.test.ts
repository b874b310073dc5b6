// A request as an operation gets it, and a refusal as a client gets it.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { baseErrors } from '../../../../entities/_base/conflicts.ts';
import { CALLER_ROLES } from '../../../../entities/names.ts';
import { fieldPath, problemReply } from '../../../../functions/_kit/http/problem.ts';
import { callerOf, type HttpEvent, parseInput, revisionAsked } from '../../../../functions/_kit/http/request.ts';
import type { Access, Route } from '../../../../functions/_kit/manifest.ts';

const good = {
  tenantId: 'tenant-1',
  tenantSlug: 'acme',
  credential: 'SESSION',
  credentialId: 'session-1',
  actorType: 'USER',
  actorId: 'ada',
  actorName: 'Ada',
  role: 'LEAD',
  scopes: '*',
};
const event = (over: object = {}, lambda: object | undefined = good) =>
  ({
    headers: {},
    pathParameters: { tenant: 'tenant-1' },
    requestContext: {
      requestId: 'request-1',
      http: { sourceIp: '192.0.2.1', userAgent: 'tests' },
      ...(lambda ? { authorizer: { lambda } } : {}),
    },
    ...over,
  }) as unknown as HttpEvent;

const access: Access = { role: 'DEVELOPER', scope: 'releases:write' };

describe('the caller', () => {
  it('is who the authorizer says, at the time of the request', () => {
    expect(callerOf(event(), access, 42)).toEqual({
      tenantId: 'tenant-1',
      actor: { type: 'USER', id: 'ada', name: 'Ada' },
      credential: { kind: 'SESSION', id: 'session-1' },
      scopes: '*',
      correlationId: 'request-1',
      at: 42,
      role: 'LEAD',
      ip: '192.0.2.1',
      userAgent: 'tests',
    });
  });

  it('has no role of people as an agent', () => {
    const agent = { ...good, role: 'AGENT', credential: 'AGENT', actorType: 'AGENT', actorId: 'agent-1' };
    const caller = callerOf(event({}, agent), { role: 'AGENT', scope: 'releases:write' }, 0);
    expect([caller.role, caller.actor.type, caller.credential?.kind]).toEqual([undefined, 'AGENT', 'AGENT']);
  });

  it('is 429 when its tenant has used up its share, and is told when to come again (S17)', () => {
    const throttled = () => callerOf(event({}, { problem: 'throttled', waitSeconds: '2' }), access, 0);
    expect(throttled).toThrow(expect.objectContaining({ code: 'request.rate_limited', status: 429 }));
    const reply = problemReply(baseErrors.rate_limited({ retryAfterSeconds: 2 }));
    expect([reply.statusCode, reply.headers?.['retry-after']]).toEqual([429, '2']);
  });

  it('may name the tenant by its slug', () => {
    expect(callerOf(event({ pathParameters: { tenant: 'acme' } }), access, 0).tenantId).toBe('tenant-1');
  });

  it.each([
    ['no authorizer at all', undefined, 'Send the header'],
    ['no token', { problem: 'missing' }, 'Send the header'],
    ['a token of another form', { problem: 'malformed' }, 'not a token of this API'],
    ['an unknown token', { problem: 'unknown' }, 'unknown, was revoked'],
    ['an expired token', { problem: 'expired' }, 'has expired'],
  ])('is 401 with %s, and is told why', (_, lambda, reason) => {
    const refused = () => callerOf(event({}, lambda ?? undefined), access, 0);
    const bare = () => callerOf({ ...event(), requestContext: { http: {} } } as never, access, 0);
    const expected = { code: 'request.unauthenticated', message: expect.stringContaining(reason) };
    expect(lambda ? refused : bare).toThrow(expect.objectContaining(expected));
  });

  it.each([
    ['a context with half of it missing', { ...good, tenantId: undefined }],
    ['a role that there is not', { ...good, role: 'ROOT' }],
    ['a good context marked as a problem', { ...good, problem: 'expired' }],
  ])('is 401 with %s', (_, lambda) => {
    expect(() => callerOf(event({}, lambda), access, 0)).toThrow(
      expect.objectContaining({ code: 'request.unauthenticated' }),
    );
  });

  it('is 404 in another tenant, whatever the role', () => {
    const elsewhere = event({ pathParameters: { tenant: 'other' } }, { ...good, role: 'VIEWER' });
    expect(() => callerOf(elsewhere, access, 0)).toThrow(expect.objectContaining({ code: 'request.not_found' }));
  });

  const may: [Access, string][] = [
    [{ role: 'ADMIN', scope: 'releases:write' }, 'ADMIN'],
    [{ role: 'LEAD', scope: 'releases:write' }, 'ADMIN LEAD'],
    [{ role: 'DEVELOPER', scope: 'releases:write' }, 'ADMIN LEAD DEVELOPER'],
    [{ role: 'VIEWER', scope: 'releases:write' }, 'ADMIN LEAD DEVELOPER VIEWER'],
    [{ role: 'ADMIN', scope: 'releases:write', ci: true }, 'ADMIN CI'],
    [{ role: 'AGENT', scope: 'releases:write' }, 'AGENT'],
  ];
  it.each(may)('on a route of %j may be %s', (route, roles) => {
    const allowed = CALLER_ROLES.filter((role) => {
      try {
        callerOf(event({}, { ...good, role }), route, 0);
        return true;
      } catch {
        return false;
      }
    });
    expect(allowed.join(' ')).toBe(roles);
  });

  it.each([
    ['*', true],
    ['releases:write', true],
    ['tenants:read releases:write', true],
    ['releases:read', false],
    ['releases:writes', false],
    ['', false],
  ])('with the scopes "%s" passes: %s', (scopes, passes) => {
    const call = () => callerOf(event({}, { ...good, scopes }), access, 0);
    if (passes) expect(call).not.toThrow();
    else expect(call).toThrow(expect.objectContaining({ code: 'request.forbidden' }));
  });
});

const route = (over: Partial<Route>): Route =>
  ({ method: 'POST', path: '/x', summary: '', access, status: 200, ...over }) as Route;
const json = (body: string, type = 'application/json') => event({ body, headers: { 'content-type': type } });
const body = z.strictObject({ name: z.string(), tags: z.array(z.string()).optional() });
const query = z.strictObject({ limit: z.coerce.number().max(100).optional() });

describe('the input', () => {
  it('is query and body as the route says', () => {
    const given = { ...json('{"name":"x"}'), queryStringParameters: { limit: '5' } } as HttpEvent;
    expect(parseInput(route({ body, query }), given)).toEqual({ query: { limit: 5 }, body: { name: 'x' } });
  });

  it('may be base64, as API Gateway sends it', () => {
    const given = { ...json(Buffer.from('{"name":"x"}').toString('base64')), isBase64Encoded: true } as HttpEvent;
    expect(parseInput(route({ body }), given).body).toEqual({ name: 'x' });
  });

  it.each([
    ['application/json'],
    ['application/json; charset=utf-8'],
    ['application/merge-patch+json'],
    ['APPLICATION/JSON'],
  ])('may be sent as %s', (type) => {
    expect(parseInput(route({ body }), json('{"name":"x"}', type)).body).toEqual({ name: 'x' });
  });

  const bad: [string, HttpEvent, string, string[]][] = [
    ['no body', event(), 'request.invalid', ['body request.invalid_type']],
    ['blanks', json('  '), 'request.invalid', ['body request.invalid_type']],
    ['broken JSON', json('{"name":'), 'request.invalid_json', []],
    ['a form', json('name=x', 'application/x-www-form-urlencoded'), 'request.unsupported_media_type', []],
    ['text', json('x', 'text/json'), 'request.unsupported_media_type', []],
    ['too much', json('x'.repeat(256 * 1024 + 1)), 'request.too_large', []],
    [
      'an unknown field',
      json('{"name":"x","y":1,"z":2}'),
      'request.invalid',
      ['y request.unknown_field', 'z request.unknown_field'],
    ],
    ['a wrong type within', json('{"name":"x","tags":["a",1]}'), 'request.invalid', ['tags[1] request.invalid_type']],
    [
      'a wrong query beside a wrong body',
      { ...json('{}'), queryStringParameters: { limit: '500', x: '1' } } as HttpEvent,
      'request.invalid',
      ['limit request.too_big', 'x request.unknown_field', 'name request.invalid_type'],
    ],
  ];
  it.each(bad)('is refused when it is %s', (_, given, code, fields) => {
    const named = { map: (all: { path: string; code: string }[]) => all.map((field) => `${field.path} ${field.code}`) };
    try {
      parseInput(route({ body, query }), given);
      expect.unreachable();
    } catch (error) {
      const { code: thrown, details } = error as ReturnType<typeof baseErrors.invalid>;
      expect([thrown, ...named.map([...(details.fields ?? [])])]).toEqual([code, ...fields]);
    }
  });

  it('of a route without a body may be empty or {}, and nothing else', () => {
    for (const given of [event(), json('{}')]) expect(() => parseInput(route({}), given)).not.toThrow();
    for (const given of [json('{"x":1}'), json('[]'), json('"x"')])
      expect(() => parseInput(route({}), given)).toThrow();
  });
});

describe('If-Match', () => {
  it.each([
    [undefined, undefined],
    ['*', undefined],
    ['"7"', 7],
    ['W/"7"', 7],
    [' "7" ', 7],
  ])('%s names the revision %s', (value, revision) => {
    expect(revisionAsked(event({ headers: value === undefined ? {} : { 'if-match': value } }))).toBe(revision);
  });

  it.each([
    ['*', 0],
    [' * ', 0],
    ['"3"', undefined],
  ])('is that of nothing for If-None-Match: %s: %s', (value, revision) => {
    expect(revisionAsked(event({ headers: { 'if-none-match': value } }))).toBe(revision);
  });
  it.each([['"x"'], ['""'], ['W/"a7"'], ['"-1"'], ['"99999999999999999999"']])(
    '%s names none that there is',
    (value) => {
      expect(revisionAsked(event({ headers: { 'if-match': value } }))).toBe(-1);
    },
  );
  it.each([['7'], ['x'], ['"7", "8"'], ['"7'], ['']])('%s is refused', (value) => {
    expect(() => revisionAsked(event({ headers: { 'if-match': value } }))).toThrow(
      expect.objectContaining({ code: 'request.precondition_invalid', status: 400 }),
    );
  });
});

describe('a problem', () => {
  it('is a document of RFC 9457 with all that the error tells', () => {
    const error = baseErrors.conflict({
      detail: 'because',
      fields: [{ path: 'a', code: 'b', message: 'c' }],
      legal: ['x'],
      members: { releases: [] },
      retryAfterSeconds: 1.2,
    });
    const reply = problemReply(error, 'request-1');
    expect(JSON.parse(String(reply.body))).toEqual({
      type: 'urn:windlass:problem:request.conflict',
      title: error.title,
      status: 409,
      code: 'request.conflict',
      detail: 'because',
      fields: [{ path: 'a', code: 'b', message: 'c' }],
      legal: ['x'],
      releases: [],
    });
    expect(reply.headers).toEqual({
      'content-type': 'application/problem+json',
      'retry-after': '2',
      'x-correlation-id': 'request-1',
    });
  });

  it('asks for a bearer token with 401', () => {
    expect(problemReply(baseErrors.unauthenticated()).headers).toMatchObject({ 'www-authenticate': 'Bearer' });
  });

  it.each([[new Error('password=canary')], ['canary'], [undefined], [{ status: 418, code: 'canary' }]])(
    'does not repeat what it does not know: %#',
    (thrown) => {
      const reply = problemReply(thrown);
      expect(reply.statusCode).toBe(500);
      expect(reply.body).not.toContain('canary');
    },
  );

  it.each([
    [['targets', 0, 'id'], 'targets[0].id'],
    [['body'], 'body'],
    [[], ''],
    [[0], '[0]'],
  ])('writes the path %j as %s', (path, text) => {
    expect(fieldPath(path)).toBe(text);
  });
});
