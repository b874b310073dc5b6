// The console's session in a cookie: set and deleted, refused to other sites, rotated, polled with, revoked.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../../../support/sign-ins/authenticator.ts';
import { CLIENT, startOpenIdProvider } from '../../../support/sign-ins/openid-provider.ts';
import { type Access, iso, NOW, PUBLIC_URL, type Request, startAccess } from '../fixture.ts';

const PASSWORD = 'correct horse battery';
const HOUR = 3_600_000;
/** As a browser sends it for a page of the console. */
const PAGE = { 'windlass-console': '1', 'sec-fetch-site': 'same-origin', origin: PUBLIC_URL };
const COOKIE = /^__Host-windlass=(wls_[\w-]{109}); Path=\/; HttpOnly; SameSite=Strict; Secure$/;
const DELETED = '__Host-windlass=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0';

type Reply = Awaited<ReturnType<Access['call']>>;

let world: Access;
let openId: Awaited<ReturnType<typeof startOpenIdProvider>>;
let tenant: Awaited<ReturnType<Access['tenant']>>;
beforeAll(async () => {
  world = await startAccess();
  openId = await startOpenIdProvider(`${PUBLIC_URL}/console/sign-in/callback`);
});
beforeEach(async () => {
  world.clock.at = NOW;
  tenant = await world.tenant();
  await tenant.password('LEAD', PASSWORD);
});
afterAll(async () => {
  await openId.stop();
  await world.stop();
});

const secretOf = (reply: Reply): string => COOKIE.exec(reply.cookies[0] ?? '')?.[1] ?? 'no cookie';
const signIn = (headers: Readonly<Record<string, string>> = PAGE) => tenant.signIn('lin.lead', PASSWORD, { headers });
const start = async () => {
  const reply = await signIn();
  return { secret: secretOf(reply), id: String(reply.body.session.id) };
};
/** A request with the cookie, as a page of the console sends it. */
const withCookie =
  (secret: string, headers: Readonly<Record<string, string>> = PAGE) =>
  (method: string, path: string, body?: unknown, more: Partial<Request> = {}): Promise<Reply> =>
    world.call({ method, path, body, tenant: tenant.id, headers, cookies: [`__Host-windlass=${secret}`], ...more });
const open = (path: string, body: unknown): Promise<Reply> =>
  world.call({ method: 'POST', path, body, tenant: tenant.id, headers: PAGE });

async function byPasskey(): Promise<Reply> {
  const { secret } = await start();
  const send = withCookie(secret);
  const authenticator = createAuthenticator(PUBLIC_URL);
  const begun = await send('POST', '/passkeys/registrations');
  const answer = authenticator.create(begun.body.options);
  await send('POST', '/passkeys', { registrationId: begun.body.id, answer, name: 'Phone' });
  const step = await signIn();
  expect([step.cookies, 'token' in step.body]).toEqual([[], false]);
  const used = authenticator.get(step.body.options);
  return open(`/sign-ins/${step.body.id}/passkey`, { secret: step.body.secret, answer: used });
}

async function byProvider(): Promise<Reply> {
  const roles = [{ group: 'developers', role: 'DEVELOPER' }];
  const provider = { name: 'Corporate', issuer: openId.issuer, ...CLIENT, emailDomains: ['acme.test'], roles };
  const { body } = await tenant.as('ADMIN')('POST', '/providers', provider);
  const begun = await open('/sign-ins', { providerId: body.id });
  const redirect = await openId.signIn(begun.body.authorizationUrl, {
    ...{ sub: tenant.id, email: `${tenant.id}@acme.test`, email_verified: true, name: 'Nia New' },
    groups: ['developers'],
  });
  return open(`/sign-ins/${begun.body.id}/complete`, { secret: begun.body.secret, ...redirect });
}

describe('a session for the console', () => {
  const ways: [string, number, () => Promise<Reply>][] = [
    ['a password', 201, () => signIn()],
    ['a passkey after the password', 201, byPasskey],
    ['an OpenID provider', 201, byProvider],
    ['a rotation', 200, async () => withCookie((await start()).secret)('POST', '/sessions/current/rotate')],
    [
      'a change of the password',
      200,
      async () =>
        withCookie((await start()).secret)('PUT', '/me/password', {
          currentPassword: PASSWORD,
          newPassword: 'another horse battery',
        }),
    ],
  ];
  it.each(ways)('by %s is in a cookie alone', async (_, status, way) => {
    const reply = await way();
    expect([reply.status, reply.body.token, reply.cookies]).toEqual([status, null, [expect.stringMatching(COOKIE)]]);
    expect(reply.headers['cache-control']).toBe('private, no-cache');
    const shown = JSON.stringify([reply.text, reply.headers, await world.items()]);
    expect(shown).not.toContain(secretOf(reply).slice(-43));
    expect((await withCookie(secretOf(reply))('GET', '/me')).body.credential).toEqual({
      kind: 'SESSION',
      id: reply.body.session.id,
    });
  });

  it('is in the body alone without the header of the console', async () => {
    const reply = await signIn({});
    expect([reply.body.token, reply.cookies, reply.headers['cache-control']]).toEqual([
      expect.stringMatching(/^wls_/),
      [],
      undefined,
    ]);
  });

  it.each([
    ['another site', { ...PAGE, 'sec-fetch-site': 'cross-site' }],
    ['a page of a sibling', { ...PAGE, 'sec-fetch-site': 'same-site' }],
    ['another origin', { 'windlass-console': '1', origin: 'https://evil.example' }],
    ['nowhere', { 'windlass-console': '1' }],
  ])('is not started by a sign-in from %s', async (_, headers) => {
    const reply = await signIn(headers);
    expect([reply.status, reply.body.code, reply.cookies]).toEqual([403, 'request.cross_site', []]);
    expect(await tenant.entries('session.started')).toEqual([]);
  });

  it('is refused with a wrong password without a cookie', async () => {
    const reply = await tenant.signIn('lin.lead', 'wrong horse battery', { headers: PAGE });
    expect([reply.status, reply.body.code, reply.cookies]).toEqual([401, 'session.refused', []]);
  });

  it('is listed, and ended by its user and by an ADMIN', async () => {
    const [mine, other] = [await start(), await start()];
    const { body } = await withCookie(mine.secret)('GET', '/sessions');
    expect(body.items).toMatchObject([
      { id: mine.id, isCurrent: true },
      { id: other.id, isCurrent: false },
    ]);
    const ended = await withCookie(mine.secret)('DELETE', `/sessions/${other.id}`);
    expect([ended.status, ended.cookies]).toEqual([204, []]);
    expect((await withCookie(other.secret)('GET', '/me')).status).toBe(401);
    await tenant.as('ADMIN')('DELETE', `/sessions?userId=${tenant.of('LEAD').userId}`);
    expect((await withCookie(mine.secret)('GET', '/me')).status).toBe(401);
  });

  it.each(['one', 'all'])('is signed out of: revoking %s deletes the cookie', async (which) => {
    const { secret, id } = await start();
    const reply = await withCookie(secret)('DELETE', which === 'one' ? `/sessions/${id}` : '/sessions');
    expect([reply.status, reply.cookies]).toEqual([204, [DELETED]]);
    expect((await withCookie(secret)('GET', '/me')).status).toBe(401);
  });

  it('dies within half a minute where the authorizer remembers it', async () => {
    const { secret, id } = await start();
    const authorize = world.authorizer();
    const ask = async (at: number) => {
      world.clock.at = at;
      const request = { method: 'GET', headers: {}, cookies: [`__Host-windlass=${secret}`] };
      return (await authorize(request, world.sender())).context;
    };
    expect(await ask(NOW)).toMatchObject({ role: 'LEAD', byCookie: 'true' });
    await tenant.as('LEAD')('DELETE', `/sessions/${id}`);
    expect((await ask(NOW + 29_999)).role).toBe('LEAD');
    expect(await ask(NOW + 30_000)).toEqual({ problem: 'unknown', byCookie: 'true' });
  });

  it('answers requests that were sent with the earlier cookie while it is rotated', async () => {
    const { secret } = await start();
    const send = withCookie(secret);
    const rotate = () => send('POST', '/sessions/current/rotate');
    const replies = await Promise.all([rotate(), rotate(), send('GET', '/me'), send('GET', '/sessions')]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const cookies = replies.flatMap((reply) => reply.cookies);
    expect(cookies).toEqual([expect.stringMatching(COOKIE)]);
    world.clock.at = NOW + 30_000;
    const next = replies.map(secretOf).find((one) => one.startsWith('wls_')) ?? '';
    expect([(await send('GET', '/me')).status, (await withCookie(next)('GET', '/me')).status]).toEqual([401, 200]);
  });
});

describe('an answer to a cookie', () => {
  it('is kept by the browser alone, which asks whether it has changed', async () => {
    const send = withCookie((await start()).secret);
    const first = await send('GET', '/me');
    expect([first.status, first.headers['cache-control']]).toEqual([200, 'private, no-cache']);
    const headers = { ...PAGE, 'if-none-match': first.headers.etag ?? '' };
    const again = await send('GET', '/me', undefined, { headers });
    expect([again.status, again.text, again.headers]).toEqual([
      304,
      '',
      { etag: first.headers.etag, 'cache-control': 'private, no-cache' },
    ]);
  });

  it('is private too when it is a refusal, and without the header of the console', async () => {
    const { secret } = await start();
    const missing = await withCookie(secret, {})('GET', '/tokens/0192f000-0000-7000-8000-00000000dead');
    expect([missing.status, missing.headers['cache-control']]).toEqual([404, 'private, no-cache']);
  });
});

describe('a request with the cookie', () => {
  const writes = [
    ['POST', '/tokens', { name: 'x' }, 201],
    ['PUT', '/me/password', { currentPassword: PASSWORD, newPassword: 'another horse battery' }, 200],
    ['PATCH', '/sign-in-policy', { requiresPasskey: false }, 403],
    ['DELETE', '/sessions', undefined, 204],
  ] as const;
  const { origin, 'sec-fetch-site': _, ...noSite } = PAGE;
  const { 'windlass-console': __, ...noHeader } = PAGE;
  const own: Record<string, Record<string, string>> = {
    'with Sec-Fetch-Site': { 'windlass-console': '1', 'sec-fetch-site': 'same-origin' },
    'with the own Origin alone': { ...noSite, origin },
  };
  const foreign: Record<string, Record<string, string>> = {
    'of another site': { ...PAGE, 'sec-fetch-site': 'cross-site' },
    'of a sibling': { ...PAGE, 'sec-fetch-site': 'same-site' },
    'of the address bar': { ...PAGE, 'sec-fetch-site': 'none' },
    'of another origin': { ...noSite, origin: 'https://evil.example' },
    'of an opaque origin': { ...noSite, origin: 'null' },
    'without site and origin': { 'windlass-console': '1' },
    'without the header': noHeader,
    'with a form': { ...PAGE, 'content-type': 'application/x-www-form-urlencoded' },
    'with text': { ...PAGE, 'content-type': 'text/plain' },
  };

  for (const [method, path, body, status] of writes) {
    it.each(Object.entries(own))(`${method} %s reaches its operation`, async (_, headers) => {
      const { secret } = await start();
      const reply = await withCookie(secret, headers)(method, path, body);
      expect([reply.status, reply.body.code]).toEqual([status, status === 403 ? 'request.forbidden' : undefined]);
    });

    it.each(Object.entries(foreign))(`${method} %s is answered 403`, async (_, headers) => {
      const { secret } = await start();
      const reply = await withCookie(secret, headers)(method, path, body);
      expect([reply.status, reply.body.code]).toEqual([403, 'request.cross_site']);
      expect((await withCookie(secret)('GET', '/me')).status).toBe(200);
      expect(await tenant.entries('token.created')).toEqual([]);
    });
  }

  it.each(Object.entries(foreign))('GET %s is answered: it changes nothing', async (_, headers) => {
    const { secret } = await start();
    expect((await withCookie(secret, headers)('GET', '/me')).status).toBe(200);
  });

  it.each(Object.entries(foreign))('and with a token, %s, is the token’s', async (name, headers) => {
    const { secret } = await start();
    const token = tenant.of('VIEWER').token;
    const send = (method: string, path: string, body?: unknown) =>
      withCookie(secret, headers)(method, path, body, { token });
    const me = await send('GET', '/me');
    expect([me.body.role, me.headers['cache-control']]).toEqual([
      'VIEWER',
      'windlass-console' in headers ? 'private, no-cache' : undefined,
    ]);
    const isJson = !['with a form', 'with text'].includes(name);
    expect((await send('POST', '/tokens', { name: 'x' })).status).toBe(isJson ? 201 : 415);
  });

  it.each(['Bearer wl_nobody', 'Basic YTpi', 'Bearer', ''])(
    'and the header "%s" is refused: the header wins',
    async (authorization) => {
      const { secret } = await start();
      const headers = { ...PAGE, authorization };
      expect((await withCookie(secret, headers)('GET', '/me')).body.code).toBe('request.unauthenticated');
    },
  );

  it.each([
    ['an API token', () => `__Host-windlass=${tenant.of('LEAD').token}`],
    ['nothing', () => '__Host-windlass='],
    ['a session under the name that other hosts can set', async () => `windlass=${(await start()).secret}`],
    ['a changed session', async () => `__Host-windlass=${(await start()).secret.replace(/.{4}$/, 'AAAA')}`],
  ])('that holds %s is answered 401', async (_, cookie) => {
    const reply = await withCookie('')('GET', '/me', undefined, { cookies: [await cookie()] });
    expect([reply.status, reply.body.code]).toEqual([401, 'request.unauthenticated']);
  });
});

describe('a poll', () => {
  const POLL = { ...PAGE, 'windlass-console': 'poll' };

  it('does not extend the session: after twelve hours without a person it ends', async () => {
    const { secret } = await start();
    for (world.clock.at = NOW; world.clock.at < NOW + 12 * HOUR; world.clock.at += HOUR) {
      expect((await withCookie(secret, POLL)('GET', '/me')).status).toBe(200);
    }
    expect((await withCookie(secret, POLL)('GET', '/me')).status).toBe(401);
    expect((await withCookie(secret)('GET', '/me')).status).toBe(401);
  });

  it('does not hide a person who uses the session at the same time', async () => {
    const { secret } = await start();
    const authorize = world.authorizer();
    world.clock.at = NOW + HOUR;
    const request = { method: 'GET', cookies: [`__Host-windlass=${secret}`] };
    for (const headers of [POLL, PAGE, POLL]) await authorize({ ...request, headers }, world.sender());
    const { body } = await withCookie(secret, POLL)('GET', '/sessions');
    expect(body.items).toMatchObject([{ lastSeenAt: iso(NOW + HOUR) }]);
  });
});
