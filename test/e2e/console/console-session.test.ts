// The console's session over real HTTP: through gateway and authorizer a cookie is enough, for its own pages alone; nothing shows its
// secret.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf, type RawReply, type RawRequest, rawRequest } from '../../support/raw-request.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

const COOKIE = /^windlass=(wls_[\w-]{109}); Path=\/; HttpOnly; SameSite=Strict$/;

let stack: TestStack;
/** Every secret of a session that was made. */
const secrets: string[] = [];
/** Every answer without the cookie that it sets. */
const answers: string[] = [];

beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack?.remove());

const page = () => ({ 'windlass-console': '1', 'sec-fetch-site': 'same-origin', origin: stack.url });

async function ask(path: string, request: RawRequest = {}): Promise<RawReply> {
  const reply = await rawRequest(`${stack.url}/api/v1/${stack.credentials.tenant.slug}${path}`, request);
  const headers = [...reply.headers].filter(([name]) => name !== 'set-cookie');
  answers.push(`${JSON.stringify(headers)} ${reply.text}`);
  return reply;
}
const cookieOf = ({ headers }: RawReply): string => {
  const [line = '', ...others] = headers.getSetCookie();
  const secret = COOKIE.exec(line)?.[1];
  if (secret === undefined || others.length > 0) throw new Error(`no cookie of a session: ${line} ${others}`);
  secrets.push(secret);
  return `windlass=${secret}`;
};
const signIn = (headers: Readonly<Record<string, string>> = page()) =>
  ask('/sessions', { method: 'POST', headers, body: { login: 'dev@acme.example', password: 'password123' } });
const withCookie = (cookie: string, path: string, request: RawRequest = {}) =>
  ask(path, { ...request, headers: { ...page(), cookie, ...request.headers } });

describe('a session of the console', () => {
  it('is a cookie alone, with which the page reads, writes and is answered 304', async () => {
    const signedIn = await signIn();
    expect([signedIn.status, signedIn.body.token]).toEqual([201, null]);
    const cookie = cookieOf(signedIn);
    const me = await withCookie(cookie, '/me');
    expect([me.status, me.body.credential.id]).toEqual([200, signedIn.body.session.id]);
    expect(me.headers.get('cache-control')).toBe('private, no-cache');
    const headers = { 'if-none-match': me.headers.get('etag') ?? '' };
    const again = await withCookie(cookie, '/me', { headers });
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, no-cache']);
    const made = await withCookie(cookie, '/tokens', { method: 'POST', body: { name: 'made by the console' } });
    expect(made.status).toBe(201);
    answers.splice(-1);
    expect((await withCookie(cookie, `/tokens/${made.body.id}`, { method: 'DELETE' })).status).toBe(204);
  });

  it('is found among other cookies', async () => {
    const cookie = cookieOf(await signIn());
    expect((await withCookie(`theme=dark; ${cookie}; a=b`, '/me')).status).toBe(200);
  });

  it('is rotated while other requests run with the earlier cookie', async () => {
    const cookie = cookieOf(await signIn());
    const rotate = () => withCookie(cookie, '/sessions/current/rotate', { method: 'POST' });
    const replies = await Promise.all([rotate(), rotate(), withCookie(cookie, '/me'), withCookie(cookie, '/me')]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const next = replies.filter(({ headers }) => headers.getSetCookie().length > 0).map(cookieOf);
    expect(next).toHaveLength(1);
    expect((await withCookie(next[0] ?? '', '/me')).status).toBe(200);
  });

  it('is listed, and signed out of', async () => {
    const signedIn = await signIn();
    const cookie = cookieOf(signedIn);
    const { body } = await withCookie(cookie, '/sessions?limit=100');
    const current = body.items.filter(({ isCurrent }: { isCurrent: boolean }) => isCurrent);
    expect(current).toMatchObject([{ id: signedIn.body.session.id }]);
    const reply = await withCookie(cookie, `/sessions/${signedIn.body.session.id}`, { method: 'DELETE' });
    expect([reply.status, reply.headers.getSetCookie()]).toEqual([
      204,
      ['windlass=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0'],
    ]);
  });
});

describe('a write with the cookie', () => {
  const refused: [string, () => Record<string, string>][] = [
    ['without the header of the console', () => ({ 'sec-fetch-site': 'same-origin' })],
    ['from the address bar', () => ({ 'windlass-console': '1', 'sec-fetch-site': 'none' })],
    ['without site and origin', () => ({ 'windlass-console': '1' })],
    ['with a form', () => ({ ...page(), 'content-type': 'application/x-www-form-urlencoded' })],
  ];
  it.each(refused)('%s is answered 403', async (_, headers) => {
    const cookie = cookieOf(await signIn());
    const request = { method: 'POST', body: { name: 'x' }, headers: { ...headers(), cookie } };
    expect(problemOf(await ask('/tokens', request))).toMatchObject({ answered: 403, code: 'request.cross_site' });
  });

  it('of another site gets as far as the gateway of this machine', async () => {
    const cookie = cookieOf(await signIn());
    const headers = { ...page(), 'sec-fetch-site': 'cross-site', cookie };
    expect((await ask('/tokens', { method: 'POST', body: { name: 'x' }, headers })).status).toBe(403);
  });

  it('and a token is the token’s', async () => {
    const headers = { cookie: cookieOf(await signIn()) };
    const token = stack.credentials.tokens.viewer;
    const me = await ask('/me', { headers, token });
    expect([me.body.role, me.headers.get('cache-control')]).toEqual(['VIEWER', null]);
    const reply = await ask('/passkeys/registrations', { method: 'POST', headers, token });
    expect(problemOf(reply)).toMatchObject({ answered: 409, code: 'session.required' });
  });
});

describe('the secret of a session', () => {
  it('is in no answer, and nowhere on the disk but in its hash', async () => {
    expect(secrets.length).toBeGreaterThan(5);
    await stack.stop();
    const files = readdirSync(stack.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const stored = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
    const places = [...answers, ...stored];
    expect(secrets.filter((secret) => places.some((text) => text.includes(secret.slice(-43))))).toEqual([]);
  });
});
