// Sign-in: the session it starts, the one answer to everything else, and the delay after failed attempts.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_USER } from '../../../functions/access/passwords/guess.ts';
import { type Access, HOME, iso, NOW, startAccess } from './fixture.ts';

let world: Access;
let tenant: Awaited<ReturnType<Access['tenant']>>;
beforeAll(async () => {
  world = await startAccess();
});
beforeEach(async () => {
  world.clock.at = NOW;
  tenant = await world.tenant();
});
afterAll(() => world.stop());

const RIGHT = 'correct horse battery';
const AWAY = '198.51.100.9';
const wrong = (login = 'lin.lead', ip = HOME) => tenant.signIn(login, 'wrong horse battery', { ip });
const right = (ip = HOME, login = 'lin.lead') => tenant.signIn(login, RIGHT, { ip });

describe('signIn', () => {
  it.each([
    ['username', 'lin.lead'],
    ['username in other letters', 'LIN.Lead'],
    ['e-mail address', () => `lin.lead@${tenant.slug}.example`],
    ['e-mail address in other letters', () => `Lin.Lead@${tenant.slug.toUpperCase()}.Example`],
  ])('starts a session for the right password and the %s', async (_, login) => {
    const userId = await tenant.password('LEAD', RIGHT);
    const reply = await tenant.signIn(typeof login === 'string' ? login : login(), RIGHT, { userAgent: 'Firefox' });
    expect(reply.status).toBe(201);
    const { token, session } = reply.body;
    expect(session).toEqual({
      ...{ id: expect.any(String), userId, isCurrent: true, methods: ['password'], ip: HOME, userAgent: 'Firefox' },
      ...{ lastSeenAt: iso(NOW), lastSeenIp: HOME, createdAt: iso(NOW), expiresAt: iso(NOW + 12 * 3_600_000) },
    });
    expect(reply.headers.location).toBe(`/api/v1/${tenant.id}/sessions/${session.id}`);
    expect((await world.call({ method: 'GET', path: '/me', tenant: tenant.id, token })).status).toBe(200);
  });

  it('takes the slug of the tenant, and a password of 64 characters of three bytes each', async () => {
    const long = '馬'.repeat(64);
    await tenant.password('LEAD', long);
    expect((await tenant.signIn('lin.lead', long, { tenant: tenant.slug })).status).toBe(201);
    expect((await tenant.signIn('lin.lead', '馬'.repeat(63), { tenant: tenant.slug })).status).toBe(401);
  });

  const refusals: [string, string, () => Promise<unknown> | unknown, Partial<Parameters<Access['call']>[0]>?][] = [
    ['a wrong password', 'lin.lead', () => undefined],
    ['an unknown name', 'nobody', () => undefined],
    ['a user without a password', 'vic.viewer', () => undefined],
    ['a token as the password', 'lin.lead', () => undefined, { body: { login: 'lin.lead', password: 'wl_x' } }],
    ['an unknown tenant', 'lin.lead', () => undefined, { tenant: 'nobody-here' }],
    [
      'a deactivated user with the right password',
      'dan.developer',
      async () => {
        const userId = await tenant.password('DEVELOPER', 'wrong horse battery');
        await world.deactivate(tenant.id, userId);
      },
    ],
  ];
  it('has one answer for every refusal', async () => {
    await tenant.password('LEAD', RIGHT);
    const replies: { text: string; status: number; body: { code: string } }[] = [];
    for (const [, login, before, more] of refusals) {
      await before();
      replies.push(await tenant.signIn(login, 'wrong horse battery', more));
    }
    expect(replies.map(({ status, body }) => [status, body.code])).toEqual(replies.map(() => [401, 'session.refused']));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  });

  it.each([
    ['wrong password', 'lin.lead', 'password'],
    ['unknown name', 'nobody', 'unknown'],
  ])('leaves an audit entry and an event for a refusal: %s', async (_, login, reason) => {
    const userId = await tenant.password('LEAD', RIGHT);
    await wrong(login);
    expect(await tenant.entries('session.refused')).toMatchObject([
      {
        ...{ resourceType: 'User', resourceId: reason === 'unknown' ? 'unknown' : userId, details: { reason } },
        ...{ ip: HOME, userAgent: 'tests', actor: { type: 'EXTERNAL' } },
      },
    ]);
    expect(
      (await world.items()).filter(
        ({ detailType, pk }) => detailType === 'SignInRefused' && String(pk).includes(tenant.id),
      ),
    ).toHaveLength(1);
  });

  it('leaves an audit entry and an event for a session', async () => {
    const userId = await tenant.password('LEAD', RIGHT);
    const { body } = await right();
    expect(await tenant.entries('session.started')).toMatchObject([
      { resourceType: 'Session', resourceId: body.session.id, actor: { type: 'USER', id: userId }, ip: HOME },
    ]);
  });

  it('sends the same requests to the table for known and unknown names and tenants', async () => {
    await tenant.password('LEAD', RIGHT);
    const sent = async (login: string, named = tenant.slug) => {
      const { commands } = await world.meter(() =>
        tenant.signIn(login, 'wrong horse battery', { ip: AWAY, tenant: named }),
      );
      return commands.toSorted();
    };
    const known = await sent('lin.lead');
    expect(await sent('nobody')).toEqual(known);
    expect(await sent('lin.lead', 'nobody-here')).toEqual(known);
    expect(await sent('lin.lead', NO_USER)).toEqual(await sent('lin.lead', tenant.id));
  });

  it.each([
    {},
    { login: 'x' },
    { password: 'x' },
    { login: '', password: 'x' },
    { login: 'x', password: 'y', more: 1 },
  ])('refuses the body %j', async (body) => {
    const reply = await world.call({ method: 'POST', path: '/sessions', tenant: tenant.id, body });
    expect([reply.status, reply.body.code]).toEqual([400, 'request.invalid']);
    expect(reply.text).not.toContain('"y"');
  });

  it('starts no session when the password changes while it is checked', async () => {
    await tenant.password('LEAD', RIGHT);
    const { hashing } = world.deps;
    const slow = {
      ...hashing,
      isRight: async (...given: Parameters<typeof hashing.isRight>) => {
        const isRight = await hashing.isRight(...given);
        if (isRight) await tenant.password('LEAD', 'another horse battery');
        return isRight;
      },
    };
    const reply = await world.callWith(
      { hashing: slow },
      { method: 'POST', path: '/sessions', tenant: tenant.id, body: { login: 'lin.lead', password: RIGHT } },
    );
    expect([reply.status, reply.body.code]).toEqual([401, 'session.refused']);
  });
});

describe('the delay between attempts', () => {
  const attempts = async (count: number, ip = HOME, login = 'lin.lead') => {
    const statuses: number[] = [];
    for (let index = 0; index < count; index++) statuses.push((await wrong(login, ip)).status);
    return statuses;
  };

  it.each(['lin.lead', 'nobody'])('begins with the sixth attempt at %s from an address, and doubles', async (login) => {
    await tenant.password('LEAD', RIGHT);
    expect(await attempts(6, HOME, login)).toEqual([401, 401, 401, 401, 401, 429]);
    const waits: string[] = [];
    for (const seconds of [1, 2, 4, 8]) {
      world.clock.at += seconds * 1000;
      expect((await wrong(login)).status).toBe(401);
      const reply = await wrong(login);
      expect([reply.status, reply.body.code]).toEqual([429, 'session.too_many_attempts']);
      waits.push(reply.headers['retry-after'] ?? '');
    }
    expect(waits).toEqual(['2', '4', '8', '16']);
  });

  it('refuses the right password too while it lasts, and is over after a success', async () => {
    await tenant.password('LEAD', RIGHT);
    await attempts(5);
    expect((await right()).status).toBe(429);
    world.clock.at += 1000;
    expect((await right()).status).toBe(201);
    expect(await attempts(5)).toEqual([401, 401, 401, 401, 401]);
  });

  it('is never longer than a quarter of an hour, and forgotten after an hour', async () => {
    for (let index = 0; index < 25; index++) {
      const reply = await wrong('nobody');
      if (reply.status === 429) world.clock.at += Number(reply.headers['retry-after']) * 1000;
      expect(Number(reply.headers['retry-after'] ?? 0)).toBeLessThanOrEqual(900);
    }
    world.clock.at += 3_600_000;
    expect(await attempts(5, HOME, 'nobody')).toEqual([401, 401, 401, 401, 401]);
  });

  it('cannot be outrun by parallel attempts', async () => {
    await tenant.password('LEAD', RIGHT);
    const replies = await Promise.all(Array.from({ length: 40 }, () => wrong()));
    expect(replies.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
    expect(replies.every(({ status }) => status === 401 || status === 429)).toBe(true);
  });

  it('does not reach a user at an address of an earlier sign-in, whatever others do', async () => {
    await tenant.password('LEAD', RIGHT);
    expect((await right()).status).toBe(201);
    for (let index = 0; index < 60; index++) await wrong('lin.lead', `203.0.113.${index}`);
    expect((await right(AWAY)).status).toBe(429);
    expect((await right()).status).toBe(201);
  });

  it('reaches an address that tries many names', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 25; index++) statuses.push((await wrong(`name-${index}`, AWAY)).status);
    expect(statuses.slice(0, 20)).toEqual(statuses.slice(0, 20).map(() => 401));
    expect(statuses.at(-1)).toBe(429);
  });

  it('counts an IPv6 network as one address', async () => {
    const statuses: number[] = [];
    for (let index = 1; index <= 6; index++) statuses.push((await wrong('lin.lead', `2001:db8:1:2::${index}`)).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await wrong('lin.lead', '2001:db8:1:3::1')).status).toBe(401);
  });
});

// Its figure is a row of the bench (`npm run bench -- refused-sign-in`): what follows is the work that takes the time.
describe('the time of a refusal', () => {
  it('is that of one comparison, for known and unknown names', async () => {
    await tenant.password('LEAD', RIGHT);
    const compared = async (login: string) => {
      const hashes: (string | undefined)[] = [];
      const { hashing } = world.deps;
      const isRight: typeof hashing.isRight = (userId, password, stored) => {
        hashes.push(stored);
        return hashing.isRight(userId, password, stored);
      };
      const body = { login, password: 'x' };
      const sent = { method: 'POST', path: '/sessions', tenant: tenant.id, body };
      expect((await world.callWith({ hashing: { ...hashing, isRight } }, sent)).status).toBe(401);
      return hashes;
    };
    expect(await compared('lin.lead')).toEqual([expect.stringMatching(/^\$2b\$/)]);
    expect(await compared('no.body')).toEqual([undefined]);
  });
});
