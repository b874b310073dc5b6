// Passwords: changed with the present one, reset once by a mailed link, and refused if they are easy to guess.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PasswordChanged, PasswordResetRequested } from '../../../entities/access/events.ts';
import type { AccountMail } from '../../../functions/_adapters/email/account-mail.ts';
import { onPasswordChanged } from '../../../functions/access/on/password-changed.ts';
import { onPasswordResetRequested } from '../../../functions/access/on/password-reset-requested.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { type Access, NOW, startAccess } from './fixture.ts';

let world: Access;
let tenant: Awaited<ReturnType<Access['tenant']>>;
let userId: string;
let mails: AccountMail[];
beforeAll(async () => {
  world = await startAccess();
});
beforeEach(async () => {
  world.clock.at = NOW;
  mails = [];
  tenant = await world.tenant();
  userId = await tenant.password('LEAD', OLD);
});
afterAll(() => world.stop());

const OLD = 'correct horse battery';
const NEXT = 'another staple entirely';
const start = async (password = OLD) => (await tenant.signIn('lin.lead', password)).body;
const by =
  (token: string) =>
  (method: string, path: string, body?: unknown, more: object = {}) =>
    world.call({ method, path, tenant: tenant.id, token, body, ...more });
const statusOf = async (token: string) => (await by(token)('GET', '/me')).status;

/** Delivers the tenant's events about passwords to their consumers, as often as asked. */
async function deliver(times = 1): Promise<void> {
  const deps = {
    ...world.deps,
    tenants: world.tenants,
    sendsMail: true,
    mail: async (mail: AccountMail) => void mails.push(mail),
    now: () => world.clock.at,
  };
  const stored = (await world.items()).filter(({ pk }) => String(pk).startsWith(`T#${tenant.id}#OUTBOX#`));
  for (const item of stored) {
    const event = busEventOf(item);
    const consumers: Record<string, typeof onPasswordChanged> = {
      [PasswordChanged.type]: onPasswordChanged,
      [PasswordResetRequested.type]: onPasswordResetRequested,
    };
    for (let time = 0; time < times; time++) await consumers[event['detail-type']]?.(event, deps);
  }
}
const callerOfTests = () => ({
  ...{ tenantId: tenant.id, correlationId: 'tests', at: world.clock.at },
  actor: { type: 'SYSTEM', id: 'tests', name: 'tests' } as const,
});
const ask = (login = 'lin.lead', more: object = {}) =>
  world.call({ method: 'POST', path: '/password-resets', tenant: tenant.id, body: { login }, ...more });
const use = (secret: string, password = NEXT, more: object = {}) =>
  world.call({ method: 'POST', path: '/password-resets/use', tenant: tenant.id, body: { secret, password }, ...more });
async function mailed(): Promise<string> {
  await ask();
  await deliver();
  return mails.at(-1)?.secret ?? '';
}

describe('changePassword', () => {
  const change = (token: string, currentPassword = OLD, newPassword = NEXT) =>
    by(token)('PUT', '/me/password', { currentPassword, newPassword });

  it('changes it, ends all other sessions, and gives the present one a new token', async () => {
    const [mine, other] = [await start(), await start()];
    const reply = await change(mine.token);
    expect([reply.status, reply.body.session.id]).toEqual([200, mine.session.id]);
    expect(await Promise.all([mine.token, other.token, reply.body.token].map(statusOf))).toEqual([401, 401, 200]);
    expect((await tenant.signIn('lin.lead', OLD)).status).toBe(401);
    expect((await tenant.signIn('lin.lead', NEXT)).status).toBe(201);
    expect(await tenant.entries('password.changed')).toMatchObject([{ resourceId: userId, actor: { id: userId } }]);
  });

  it('is possible with an API token, which stays valid, and ends all sessions', async () => {
    const { token } = await start();
    const reply = await change(tenant.of('LEAD').token);
    expect([reply.status, reply.body]).toEqual([200, { token: null, session: null }]);
    expect([await statusOf(token), await statusOf(tenant.of('LEAD').token)]).toEqual([401, 200]);
  });

  it('needs the present password, delays attempts, and leaves an audit entry for each', async () => {
    const { token } = await start();
    const replies = [];
    for (let index = 0; index < 6; index++) replies.push(await change(token, 'wrong horse battery'));
    expect(replies.map(({ body }) => body.code)).toEqual([
      ...Array<string>(5).fill('password.wrong'),
      'session.too_many_attempts',
    ]);
    expect(await tenant.entries('password.refused')).toHaveLength(5);
    expect(await statusOf(token)).toBe(200);
  });

  it.each([
    ['seven characters', 'abc1234', 'password.too_short'],
    ['129 characters', 'x'.repeat(129), 'password.too_long'],
    ['a common one', 'Password123', 'password.common'],
    ['the own name', 'lin.lead.lin', 'password.about_user'],
    ['the name of the tenant and a number', () => `${tenant.slug}-2026`, 'password.about_user'],
    ['half a character', 'abcdefgh\ud800', 'request.malformed_text'],
  ])('refuses %s', async (_, password, code) => {
    const reply = await change(tenant.of('LEAD').token, OLD, typeof password === 'string' ? password : password());
    expect([reply.status, reply.body.fields[0]]).toMatchObject([400, { path: 'newPassword', code }]);
  });

  it.each([
    ['eight characters without a digit', 'horsebat'],
    ['128 characters', 'x'.repeat(128)],
    ['spaces and other scripts', ' 馬 staple ñ 🐎 '],
    ['a word about the user beside eight other characters', 'lead horsebat'],
  ])('accepts %s', async (_, password) => {
    expect((await change(tenant.of('LEAD').token, OLD, password)).status).toBe(200);
    expect((await tenant.signIn('lin.lead', password)).status).toBe(201);
  });

  it('is refused to CI', async () => {
    expect((await change(tenant.of('CI').token)).body.code).toBe('request.forbidden');
  });
});

describe('requestPasswordReset', () => {
  it('has one answer for known and unknown names and tenants, after the same requests to the table', async () => {
    const sent = async (login: string, more: object = {}) => {
      const { result, commands } = await world.meter(() => ask(login, more));
      return { status: result.status, text: result.text, commands: commands.toSorted() };
    };
    const known = await sent('lin.lead');
    expect([known.status, known.text]).toEqual([202, '']);
    expect(await sent('nobody')).toEqual(known);
    const bySlug = await sent('lin.lead', { tenant: tenant.slug });
    expect(await sent('lin.lead', { tenant: 'nobody-here' })).toEqual(bySlug);
  });

  it('mails a link to the user, whose secret stands in the fragment', async () => {
    const secret = await mailed();
    expect(mails).toMatchObject([
      { to: `lin.lead@${tenant.slug}.example`, page: `/console/${tenant.slug}/reset-password` },
    ]);
    expect(secret).toMatch(/^wlr_[\w-]{109}$/);
    expect(JSON.stringify(await world.items())).not.toContain(secret.slice(-43));
  });

  it('mails only to a confirmed address, and answers the same after the same requests to the table', async () => {
    const userId = tenant.of('LEAD').userId ?? '';
    const { people } = world.deps;
    const confirm = async (isEmailConfirmed: boolean) =>
      world.seed(tenant.id, people.change(await people.get(tenant.id, userId), '', { isEmailConfirmed }));
    const sent = async () => {
      const { result, commands } = await world.meter(() => ask());
      return { status: result.status, text: result.text, commands: commands.toSorted() };
    };
    const confirmed = await sent();
    await confirm(false);
    mails.length = 0;
    expect(await sent()).toEqual(confirmed);
    const changed = PasswordChanged.create(callerOfTests(), userId, { userId, byMail: false });
    await world.save(callerOfTests(), {
      ...{ writes: [], events: [changed] },
      audit: { action: 'password.changed', resourceType: 'User', resourceId: userId },
    });
    const before = (await world.items()).filter(({ __edb_e__ }) => __edb_e__ === 'passwordReset').length;
    await deliver();
    expect(mails.filter(({ to }) => to.startsWith('lin.lead'))).toEqual([]);
    const after = (await world.items()).filter(({ __edb_e__ }) => __edb_e__ === 'passwordReset').length;
    expect(after).toBe(before);
  });

  it('mails nobody for an unknown name and for a deactivated user', async () => {
    await ask('nobody');
    await ask('vic.viewer');
    await world.deactivate(tenant.id, tenant.of('VIEWER').userId ?? '');
    await deliver();
    expect(mails).toEqual([]);
  });

  it('sends at most five valid links to a user, however often somebody asks', async () => {
    for (let index = 0; index < 12; index++) await ask('lin.lead', { ip: `203.0.113.${index}` });
    await deliver();
    expect(mails).toHaveLength(5);
    for (const { secret } of mails.slice(0, 1)) expect((await use(secret ?? '')).status).toBe(204);
  });

  it('delays many requests from one address', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 6; index++) statuses.push((await ask()).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
  });

  it('makes a new secret with each delivery, of which the last one is valid', async () => {
    await ask();
    await deliver(2);
    const [first, second] = mails.map(({ secret }) => secret ?? '');
    expect((await use(first ?? '')).body.code).toBe('password.reset_invalid');
    expect((await use(second ?? '')).status).toBe(204);
  });
});

describe('resetPassword', () => {
  it('sets the password, ends all sessions, and tells the user by mail', async () => {
    const { token } = await start();
    expect((await use(await mailed())).status).toBe(204);
    expect(await statusOf(token)).toBe(401);
    expect([(await tenant.signIn('lin.lead', OLD)).status, (await tenant.signIn('lin.lead', NEXT)).status]).toEqual([
      401, 201,
    ]);
    expect(await tenant.entries('password.reset')).toMatchObject([{ resourceId: userId }]);
    mails = [];
    await deliver();
    expect(mails.map(({ subject, secret }) => [subject, secret === undefined])).toContainEqual([
      'Your password for Acme on Windlass was changed',
      true,
    ]);
  });

  it('is the first password of a user who has none', async () => {
    await ask('dan.developer');
    await deliver();
    expect((await use(mails[0]?.secret ?? '')).status).toBe(204);
    expect((await tenant.signIn('dan.developer', NEXT)).status).toBe(201);
  });

  it('works once, also at once', async () => {
    const secret = await mailed();
    const replies = await Promise.all([use(secret), use(secret, 'some other staple')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([204, 422]);
    expect((await use(secret)).body.code).toBe('password.reset_invalid');
  });

  it('ends every other link of the user', async () => {
    const [first, second] = [await mailed(), await mailed()];
    await use(second);
    expect((await use(first)).body.code).toBe('password.reset_invalid');
  });

  it('is not used up by a password that is refused', async () => {
    const secret = await mailed();
    expect((await use(secret, 'short')).status).toBe(400);
    expect((await use(secret)).status).toBe(204);
  });

  it('has one answer for a link that is wrong, expired, of another tenant, or of a deactivated user', async () => {
    const secret = await mailed();
    const other = await world.tenant();
    const replies = [
      await use('x'),
      await use(secret.replace(/.$/, 'A').replace(/..$/, 'BB')),
      await use(secret, NEXT, { tenant: other.id }),
      await use(secret, NEXT, { tenant: 'nobody' }),
    ];
    world.clock.at = NOW + 3_600_000;
    replies.push(await use(secret));
    world.clock.at = NOW;
    await world.deactivate(tenant.id, userId);
    replies.push(await use(secret));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]?.body.code).toBe('password.reset_invalid');
  });
});
