// The API from outside, through gateway and authorizer: access, resources of other tenants, and headers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleIntegrations } from '../../infra/local/seed/sample-integrations.ts';
import { problemOf, type RawReply, type RawRequest, rawRequest } from '../support/raw-request.ts';
import { releaseBody, type SampleIntegrations, sampleIntegrationsOf } from '../support/releases/sample-release.ts';
import { githubHook } from '../support/services/ci-senders.ts';
import { type Body, startTestStack, type TestStack, type TokenName } from '../support/stack.ts';

const MISSING = '0192f000-0000-7000-8000-000000000000';

let stack: TestStack;
let sample: SampleIntegrations;
let release: Body;
let outputs: Body;
let stranger: { readonly slug: string; readonly token: string };

const ask = (path: string, request: RawRequest = {}, tenant = stack.credentials.tenant.slug): Promise<RawReply> =>
  rawRequest(`${stack.url}/api/v1/${tenant}${path}`, request);
const as = (name: TokenName, request: RawRequest = {}): RawRequest => ({
  token: stack.credentials.tokens[name],
  ...request,
});
const post = (name: TokenName, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
  ask(path, as(name, { method: 'POST', body, headers }));

beforeAll(async () => {
  stack = await startTestStack();
  sample = await sampleIntegrationsOf(stack.as('viewer'));
  release = await stack.as('developer').must('POST /releases', { body: releaseBody(sample, '1.0.0') });
  outputs = (await (await fetch(`${stack.url}/_local/outputs`)).json()) as Body;
  const members = [{ role: 'ADMIN', fullName: 'Stella Stranger' }];
  const input = { task: 'bootstrapTenant', slug: 'other-org', name: 'Other', members };
  const { tokens } = await stack.operator.invoke(outputs.BootstrapFunctionName, input);
  stranger = { slug: 'other-org', token: tokens[0].token };
});
afterAll(() => stack?.remove());

describe('a request without a valid token', () => {
  const tokenOf = (name: TokenName) => stack.credentials.tokens[name];
  const cases: [string, () => Record<string, string>][] = [
    ['no token', () => ({})],
    ['a token that was never issued', () => ({ authorization: 'Bearer wl_nobody' })],
    ['a token cut short', () => ({ authorization: `Bearer ${tokenOf('admin').slice(0, -1)}` })],
    [
      'a token with another secret',
      () => ({ authorization: `Bearer ${tokenOf('admin').replace(/.{8}$/, 'AAAAAAAA')}` }),
    ],
    ['another scheme', () => ({ authorization: `Basic ${btoa(`admin:${tokenOf('admin')}`)}` })],
    ['an empty header', () => ({ authorization: '' })],
    ['a token in another header', () => ({ 'x-token': tokenOf('admin') })],
  ];

  it.each(cases)('with %s is answered 401 as a problem', async (_, headers) => {
    const reply = await ask('/releases', { headers: headers() });
    expect(problemOf(reply)).toMatchObject({ answered: 401, status: 401, code: 'request.unauthenticated' });
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(['GET /integrations/scm', 'POST /releases', 'GET /approvals', 'GET /me'])(
    'is answered 401 by %s too, whatever else is wrong with it',
    async (route) => {
      const [method = '', path = ''] = route.split(' ');
      expect((await ask(path, { method, ...(method === 'POST' && { body: '{' }) })).status).toBe(401);
    },
  );

  it('is not told whether a tenant exists', async () => {
    const [known, unknown] = await Promise.all([ask('/me'), ask('/me', {}, 'no-such-org')]);
    expect(problemOf(known)).toEqual(problemOf(unknown));
  });
});

describe('a request that no route is for', () => {
  it.each([
    ['GET /nothing', 404, 'route.not_found', undefined, null],
    ['PUT /releases', 405, 'route.method_not_allowed', ['GET', 'POST'], 'GET, POST'],
    ['GET /hooks/x', 405, 'route.method_not_allowed', ['POST'], 'POST'],
  ])('%s is answered %i %s as a problem, with a token or without', async (route, status, code, legal, allow) => {
    const [method = '', path = ''] = route.split(' ');
    for (const request of [{ method }, as('viewer', { method })]) {
      const reply = await ask(path, request);
      expect(problemOf(reply)).toMatchObject({ answered: status, status, code, ...(legal && { legal }) });
      expect(reply.headers.get('content-type')).toBe('application/problem+json');
      expect(reply.headers.get('allow')).toBe(allow);
    }
  });
});

describe('a request that the role does not allow', () => {
  const cases: [TokenName, string, (() => unknown)?][] = [
    ['viewer', 'POST /releases', () => releaseBody(sample, '1.1.0')],
    ['viewer', `POST /releases/{release}/kickoff`],
    ['developer', 'POST /releases/{release}/cancel'],
    ['developer', 'POST /integrations/scm', () => ({})],
    ['ci', 'POST /releases/{release}/pause'],
    ['ci', 'DELETE /integrations/scm/{scm}'],
    ['developer', 'PATCH /integrations/scm/{scm}', () => ({ name: 'Mine' })],
  ];

  it.each(cases)('is answered 403: %s, %s', async (name, route, body) => {
    const [method = '', path = ''] = route.replace('{release}', release.id).replace('{scm}', sample.scm.id).split(' ');
    const reply = await ask(path, as(name, { method, body: body?.() }));
    expect(problemOf(reply)).toMatchObject({ answered: 403, code: 'request.forbidden', detail: expect.any(String) });
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
  });
});

describe("another tenant's resource", () => {
  const asStranger = (path: string, request: RawRequest = {}, tenant = stranger.slug) =>
    ask(path, { token: stranger.token, ...request }, tenant);
  const resources: [string, (id: string) => string, () => string][] = [
    ['a release by id', (id) => `GET /releases/${id}`, () => release.id],
    ['a release by key', (id) => `GET /releases/${encodeURIComponent(id)}`, () => release.releaseKey],
    ['the activity of a release', (id) => `GET /releases/${id}/activity`, () => release.id],
    ['an integration', (id) => `GET /integrations/scm/${id}`, () => sample.scm.id],
    ['an integration to delete', (id) => `DELETE /integrations/targets/${id}`, () => sample.targets[0].id],
    ['an integration to verify', (id) => `POST /integrations/tickets/${id}/verify`, () => sample.tickets.id],
    ['a release to cancel', (id) => `POST /releases/${id}/cancel`, () => release.id],
  ];

  it.each(resources)('looks like a missing one: %s', async (_, route, id) => {
    const [theirs, missing] = await Promise.all(
      [id(), MISSING].map((each) => {
        const [method = '', path = ''] = route(each).split(' ');
        return asStranger(path, { method });
      }),
    );
    expect(theirs?.status).toBe(404);
    expect(problemOf(theirs as RawReply)).toEqual(problemOf(missing as RawReply));
  });

  it('is not reached through the path of its tenant either, which looks like a missing tenant', async () => {
    const { id, slug } = stack.credentials.tenant;
    const replies = await Promise.all(
      [id, slug, 'no-such-org'].map((tenant) => asStranger(`/releases/${release.id}`, {}, tenant)),
    );
    const [first, ...others] = replies.map(problemOf);
    expect(first).toMatchObject({ answered: 404 });
    for (const other of others) expect(other).toEqual(first);
  });

  it('is in no list', async () => {
    for (const path of ['/releases', '/integrations/scm', '/integrations/targets', '/approvals']) {
      expect((await asStranger(path)).body).toEqual({ items: [], nextCursor: null });
    }
  });

  it('does not lend its cursors', async () => {
    const { nextCursor } = (await ask('/integrations/targets?limit=1', as('viewer'))).body;
    expect(nextCursor).toEqual(expect.any(String));
    const reply = await asStranger(`/integrations/targets?limit=1&cursor=${nextCursor}`);
    expect(problemOf(reply)).toMatchObject({ answered: 400, code: 'request.invalid_cursor' });
  });

  it('may have the same key in both tenants', async () => {
    const path = `/releases/${encodeURIComponent(release.releaseKey)}`;
    expect([(await ask(path, as('viewer'))).status, (await asStranger(path)).status]).toEqual([200, 404]);
  });
});

describe('a creation', () => {
  it('answers 201 with Location, ETag and the whole resource, and the resource is there', async () => {
    const reply = await post('developer', '/releases', releaseBody(sample, '1.2.0'));
    expect(reply.status).toBe(201);
    expect(reply.headers.get('content-type')).toBe('application/json');
    expect(reply.headers.get('etag')).toBe('"1"');
    const location = reply.headers.get('location') ?? '';
    expect(location).toBe(`/api/v1/${stack.credentials.tenant.slug}/releases/${reply.body.id}`);
    const there = await rawRequest(stack.url + location, as('viewer'));
    expect(there.body).toMatchObject({ id: reply.body.id, scmIntegration: { id: sample.scm.id }, version: '1.2.0' });
  });
});

describe('Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'http-1' };
  const body = () => releaseBody(sample, '1.3.0');

  it('gives the first answer again, byte for byte', async () => {
    const first = await post('developer', '/releases', body(), headers);
    const again = await post('developer', '/releases', body(), headers);
    const told = ({ status, text, headers: sent }: RawReply) => {
      const named = ['content-type', 'etag', 'location'].map((name) => sent.get(name));
      return { status, text, named };
    };
    expect(first.status).toBe(201);
    expect(told(again)).toEqual(told(first));
  });

  it('gives it to all of ten that ask at once, or says that the first is running', async () => {
    const own = { 'idempotency-key': 'http-2' };
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => post('developer', '/releases', releaseBody(sample, '1.4.0'), own)),
    );
    const created = replies.filter(({ status }) => status === 201);
    expect(new Set(created.map(({ text }) => text)).size).toBe(1);
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expect(problemOf(reply)).toMatchObject({ answered: 409, code: 'request.idempotency_running' });
    }
  });

  it('refuses another body', async () => {
    const reply = await post('developer', '/releases', { ...body(), description: 'another' }, headers);
    expect(problemOf(reply)).toMatchObject({ answered: 422, code: 'request.idempotency_mismatch' });
  });

  it("is each caller's own", async () => {
    const reply = await post('lead', '/releases', body(), headers);
    expect(problemOf(reply)).toMatchObject({ answered: 409, code: 'release.key_taken' });
  });
});

describe('ETag and If-Match', () => {
  const path = () => `/integrations/tickets/${sample.tickets.id}`;
  const rename = (name: string, ifMatch: string) =>
    ask(path(), as('lead', { method: 'PATCH', body: { name }, headers: { 'if-match': ifMatch } }));

  it('let the first of two writers win', async () => {
    const etag = (await ask(path(), as('viewer'))).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"\d+\.[\w-]{16}"$/);
    const won = await rename('Jira of Acme', etag);
    expect([won.status, won.headers.get('etag')]).toEqual([200, `"${Number.parseInt(etag.slice(1), 10) + 1}"`]);
    const lost = await rename('Jira of somebody else', etag);
    expect(problemOf(lost)).toMatchObject({ answered: 412, code: 'request.precondition_failed' });
    expect((await ask(path(), as('viewer'))).body).toMatchObject({ name: 'Jira of Acme' });
  });

  it('refuse what is no ETag', async () => {
    expect(problemOf(await rename('x', 'yesterday'))).toMatchObject({
      answered: 400,
      code: 'request.precondition_invalid',
    });
  });
});

describe('a list', () => {
  it('is walked by its Link header, each item once', async () => {
    const names: string[] = [];
    let next: string | undefined = `/api/v1/${stack.credentials.tenant.slug}/releases?limit=2`;
    while (next !== undefined) {
      const reply: RawReply = await rawRequest(stack.url + next, as('viewer'));
      expect(reply.status).toBe(200);
      expect(reply.body.items.length).toBeLessThanOrEqual(2);
      names.push(...reply.body.items.map(({ version }: Body) => version));
      next = /^<([^>]+)>; rel="next"$/.exec(reply.headers.get('link') ?? '')?.[1];
      expect(next === undefined).toBe(reply.body.nextCursor === null);
    }
    expect(names).toEqual(['1.4.0', '1.3.0', '1.2.0', '1.0.0']);
  });
});

describe('a tenant that an operator deletes', () => {
  const slug = 'leaving-org';
  const operate = (input: Body) => stack.operator.invoke(outputs.BootstrapFunctionName, { slug, ...input });
  const bootstrap = { task: 'bootstrapTenant', name: 'Leaving', members: [{ role: 'ADMIN', fullName: 'Lea' }] };

  it('is unknown at once, though the authorizer remembers its tokens for half a minute, keeps its slug, and is on its way out', async () => {
    const { tenant, tokens } = await operate(bootstrap);
    const me = () => ask('/me', { token: tokens[0].token }, slug);
    const [{ config, credentials, ...scm } = { name: '' }] = sampleIntegrations(stack.url) as Body[];
    const body = { name: scm.name, type: scm.type, config: config({}), credentials: credentials() };
    const { body: made } = await ask('/integrations/scm', { token: tokens[0].token, method: 'POST', body }, slug);
    const hook = (run: string) => ask(`/hooks/${made.id}`, { method: 'POST', ...githubHook({ run }) }, slug);
    expect([(await me()).status, (await hook('before')).status]).toEqual([200, 202]);

    const answer = await operate({ task: 'deleteTenant', confirmation: slug });
    expect(answer).toEqual({ tenant, deletedAt: expect.any(String) });
    expect(await operate({ task: 'deleteTenant', confirmation: slug })).toEqual(answer);
    expect(problemOf(await me()).code).toBeOneOf(['request.not_found', 'request.unauthenticated']);
    expect(problemOf(await hook('after')).code).toBe('intake.signature_invalid');
    await expect(operate(bootstrap)).rejects.toThrow('tenant.slug_taken');
    const machine = `${outputs.StateMachinePrefix}tenant-removal`;
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${tenant.id}`;
    const describing = () => stack.operator.call('AWSStepFunctions.DescribeExecution', { executionArn });
    await expect.poll(async () => (await describing().catch(() => ({}))).status).toBe('RUNNING');
  });
});
