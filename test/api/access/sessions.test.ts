// Sessions: listed, rotated and revoked by their user, and by an ADMIN.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Access, iso, NOW, startAccess } from './fixture.ts';

let world: Access;
let tenant: Awaited<ReturnType<Access['tenant']>>;
let userId: string;
beforeAll(async () => {
  world = await startAccess();
});
beforeEach(async () => {
  world.clock.at = NOW;
  tenant = await world.tenant();
  userId = await tenant.password('LEAD', RIGHT);
});
afterAll(() => world.stop());

const RIGHT = 'correct horse battery';
const MISSING = '0192f000-0000-7000-8000-00000000dead';
const start = async (userAgent = 'tests') => (await tenant.signIn('lin.lead', RIGHT, { userAgent })).body;
const by =
  (token: string) =>
  (method: string, path: string, more: object = {}) =>
    world.call({ method, path, tenant: tenant.id, token, ...more });
const statusOf = async (token: string) => (await by(token)('GET', '/me')).status;

describe('listSessions', () => {
  it('shows the valid sessions of the caller, oldest first, and marks the present one', async () => {
    const [laptop, phone, other] = [await start('laptop'), await start('phone'), await start('other')];
    await by(laptop.token)('DELETE', `/sessions/${other.session.id}`);
    world.clock.at += 600_000;
    await by(phone.token)('GET', '/me', { ip: '198.51.100.4' });
    const { body } = await by(phone.token)('GET', '/sessions');
    expect(body.items).toMatchObject([
      { id: laptop.session.id, userAgent: 'laptop', isCurrent: false, lastSeenAt: iso(NOW) },
      {
        id: phone.session.id,
        userAgent: 'phone',
        isCurrent: true,
        lastSeenAt: iso(NOW + 600_000),
        lastSeenIp: '198.51.100.4',
      },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/hash|wls_/);
  });

  it('pages', async () => {
    for (let index = 0; index < 5; index++) await start(`device ${index}`);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: Awaited<ReturnType<typeof world.call>> = await tenant.as('LEAD')(
        'GET',
        `/sessions?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...body.items.map((one: { userAgent: string }) => one.userAgent));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4].map((index) => `device ${index}`));
  });

  it('shows an ADMIN those of another user, and nobody else', async () => {
    await start();
    expect((await tenant.as('ADMIN')('GET', `/sessions?userId=${userId}`)).body.items).toHaveLength(1);
    expect((await tenant.as('ADMIN')('GET', '/sessions')).body.items).toHaveLength(0);
    for (const role of ['DEVELOPER', 'VIEWER']) {
      expect((await tenant.as(role)('GET', `/sessions?userId=${userId}`)).body.code).toBe('request.forbidden');
    }
  });
});

describe('rotateSession', () => {
  it('answers another token for the same session; after 30 seconds the earlier one opens nothing', async () => {
    const { token, session } = await start();
    const reply = await by(token)('POST', '/sessions/current/rotate');
    expect([reply.status, reply.body.session.id]).toEqual([200, session.id]);
    expect(reply.body.token).toMatch(/^wls_[\w-]{109}$/);
    world.clock.at = NOW + 29_999;
    expect([await statusOf(token), await statusOf(reply.body.token)]).toEqual([200, 200]);
    world.clock.at = NOW + 30_000;
    expect([await statusOf(token), await statusOf(reply.body.token)]).toEqual([401, 200]);
    expect(await tenant.entries('session.rotated')).toHaveLength(1);
  });

  it('gives one token to requests that rotate at once: within 30 seconds it makes no other', async () => {
    const { token } = await start();
    const rotate = () => by(token)('POST', '/sessions/current/rotate');
    const replies = [...(await Promise.all([rotate(), rotate()])), await rotate()];
    const tokens = replies.map(({ body }) => body.token).filter((one) => one !== null);
    expect([replies.map(({ status }) => status), tokens.length]).toEqual([[200, 200, 200], 1]);
    world.clock.at = NOW + 30_000;
    expect(await statusOf(tokens[0])).toBe(200);
    expect((await by(tokens[0])('POST', '/sessions/current/rotate')).body.token).toMatch(/^wls_/);
  });

  it('leaves the earlier one no time when the password changes', async () => {
    const { token } = await start();
    const change = { currentPassword: RIGHT, newPassword: 'another horse battery' };
    const { body } = await by(token)('PUT', '/me/password', { body: change });
    expect([await statusOf(token), await statusOf(body.token)]).toEqual([401, 200]);
  });

  it('lasts no longer for it: seven days after the sign-in it ends', async () => {
    let { token } = await start();
    for (world.clock.at = NOW; world.clock.at < NOW + 7 * 86_400_000; world.clock.at += 11 * 3_600_000) {
      token = (await by(token)('POST', '/sessions/current/rotate')).body.token;
    }
    world.clock.at = NOW + 7 * 86_400_000;
    expect(await statusOf(token)).toBe(401);
  });

  it('shows the token once: the repeated answer has none', async () => {
    const { token } = await start();
    const headers = { 'idempotency-key': 'one' };
    const first = await by(token)('POST', '/sessions/current/rotate', { headers });
    const again = await by(first.body.token)('POST', '/sessions/current/rotate', { headers });
    expect([again.status, again.body.token, again.body.session.id]).toEqual([200, null, first.body.session.id]);
  });

  it('is refused for an API token', async () => {
    expect((await tenant.as('LEAD')('POST', '/sessions/current/rotate')).body.code).toBe('session.required');
  });
});

describe('revokeSession', () => {
  it('ends one session alone', async () => {
    const [mine, other] = [await start(), await start()];
    expect((await by(mine.token)('DELETE', `/sessions/${other.session.id}`)).status).toBe(204);
    expect([await statusOf(mine.token), await statusOf(other.token)]).toEqual([200, 401]);
    expect((await by(mine.token)('DELETE', `/sessions/${other.session.id}`)).body.code).toBe('session.not_found');
    expect(await tenant.entries('session.revoked')).toMatchObject([
      { resourceId: other.session.id, details: { userId } },
    ]);
  });

  it('answers for another user’s session as for one that does not exist', async () => {
    const { session } = await start();
    const replies = await Promise.all(
      [session.id, MISSING, 'x'].map((id) => tenant.as('VIEWER')('DELETE', `/sessions/${id}`)),
    );
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]?.body.code).toBe('session.not_found');
  });

  it('lets an ADMIN end a session of another user', async () => {
    const { token, session } = await start();
    expect((await tenant.as('ADMIN')('DELETE', `/sessions/${session.id}?userId=${userId}`)).status).toBe(204);
    expect(await statusOf(token)).toBe(401);
  });
});

describe('revokeSessions', () => {
  it('ends all sessions of the caller, and later ones are valid', async () => {
    const before = [await start(), await start(), await start()];
    expect((await by(before[0].token)('DELETE', '/sessions')).status).toBe(204);
    expect(await Promise.all(before.map(({ token }) => statusOf(token)))).toEqual([401, 401, 401]);
    expect((await tenant.as('LEAD')('GET', '/sessions')).body.items).toEqual([]);
    expect(await statusOf((await start()).token)).toBe(200);
    expect(await tenant.entries('sessions.revoked')).toHaveLength(1);
  });

  it('lets an ADMIN do it for another user of the tenant, who must exist', async () => {
    const { token } = await start();
    expect((await tenant.as('ADMIN')('DELETE', `/sessions?userId=${MISSING}`)).body.code).toBe('user.not_found');
    expect((await tenant.as('ADMIN')('DELETE', `/sessions?userId=${userId}`)).status).toBe(204);
    expect(await statusOf(token)).toBe(401);
    expect((await tenant.as('VIEWER')('DELETE', `/sessions?userId=${userId}`)).body.code).toBe('request.forbidden');
  });

  it('ends also those that start at the same time, or lets them not start', async () => {
    const started = Promise.all(Array.from({ length: 6 }, () => tenant.signIn('lin.lead', RIGHT)));
    const revoked = tenant.as('LEAD')('DELETE', '/sessions');
    const [replies] = await Promise.all([started, revoked]);
    const { body } = await tenant.as('LEAD')('GET', '/sessions');
    const valid = body.items.map(({ id }: { id: string }) => id);
    for (const { status, body: made } of replies) {
      if (status === 201) expect(await statusOf(made.token)).toBe(valid.includes(made.session.id) ? 200 : 401);
    }
  });
});

describe('a deactivated user', () => {
  it('has no valid session and no valid token (W9)', async () => {
    const { token } = await start();
    await world.deactivate(tenant.id, userId);
    expect([await statusOf(token), await statusOf(tenant.of('LEAD').token)]).toEqual([401, 401]);
  });
});
