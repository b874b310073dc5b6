// Passwords and the secrets of tokens, sessions and mailed links: none is stored, logged, put into an event or an audit entry, or
// answered again. The canaries go through every operation that takes or makes one, right and wrong.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AccountMail } from '../../../functions/_adapters/email/account-mail.ts';
import { logger } from '../../../functions/_kit/logger.ts';
import { onPasswordResetRequested } from '../../../functions/access/on/password-reset-requested.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { type Access, NOW, startAccess } from './fixture.ts';

let world: Access;
beforeAll(async () => {
  world = await startAccess();
});
afterAll(() => world.stop());

const PASSWORDS = {
  right: 'canary-right-Xq7vTz',
  wrong: 'canary-wrong-Lm2wPk',
  next: 'canary-next-Bn8rYd',
  short: 'cnry-5!',
  reset: 'canary-reset-Hc4sJf',
};

/** The lines that are logged while `work` runs, with the errors' messages and stacks. */
async function loggedDuring(work: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const textOf = (value: unknown) => (value instanceof Error ? `${value.message} ${value.stack}` : value);
  const keep = (message: string, details: Readonly<Record<string, unknown>> = {}) => {
    lines.push(`${message} ${JSON.stringify(details, (_, value) => textOf(value))}`);
  };
  const spies = (['info', 'warn', 'error'] as const).map((name) => vi.spyOn(logger, name).mockImplementation(keep));
  await work();
  for (const spy of spies) spy.mockRestore();
  return lines.join('\n');
}

describe('a secret', () => {
  it('is nowhere but in the one answer or mail that shows it', async () => {
    const tenant = await world.tenant();
    await tenant.password('LEAD', PASSWORDS.right);
    const secrets: string[] = [];
    const answers: string[] = [];
    const mails: AccountMail[] = [];
    type Reply = Awaited<ReturnType<typeof world.call>>;
    /** The answer without the secret that it shows. */
    const keep = (reply: Reply): Reply => {
      const { token } = reply.body ?? {};
      if (typeof token === 'string') secrets.push(token);
      secrets.push(...reply.cookies.map((cookie) => cookie.split(/[=;]/)[1] ?? ''));
      answers.push(
        `${JSON.stringify(reply.headers)} ${typeof token === 'string' ? reply.text.replace(token, '') : reply.text}`,
      );
      return reply;
    };
    const as = async (method: string, path: string, body?: unknown, more: object = {}) =>
      keep(await tenant.as('LEAD')(method, path, body, more));
    const visit = async (path: string, body: unknown) =>
      keep(await world.call({ method: 'POST', path, tenant: tenant.id, body }));

    const log = await loggedDuring(async () => {
      keep(await tenant.signIn('lin.lead', PASSWORDS.wrong));
      keep(await tenant.signIn(PASSWORDS.right, PASSWORDS.right));
      const { token } = keep(await tenant.signIn('lin.lead', PASSWORDS.right)).body;
      const page = { 'windlass-console': '1', 'sec-fetch-site': 'same-origin' };
      const [line = ''] = keep(await tenant.signIn('lin.lead', PASSWORDS.right, { headers: page })).cookies;
      const withCookie = async (path: string, more: object) =>
        keep(
          await world.call({
            ...{ method: 'POST', path, tenant: tenant.id, headers: page, cookies: [line.split(';')[0] ?? ''] },
            ...more,
          }),
        );
      await withCookie('/sessions/current/rotate', {});
      await withCookie('/sessions/current/rotate', { headers: {} });
      await withCookie('/me', { method: 'GET' });
      const headers = { 'idempotency-key': 'canary' };
      const made = (await as('POST', '/tokens', { name: 'canary' }, { headers })).body;
      await as('POST', '/tokens', { name: 'canary' }, { headers });
      await as('POST', `/tokens/${made.id}/rotate`, { graceSeconds: 60 });
      await as('GET', '/tokens');
      await as('GET', `/tokens/${made.id}`);
      await as('PUT', '/me/password', { currentPassword: PASSWORDS.wrong, newPassword: PASSWORDS.next });
      await as('PUT', '/me/password', { currentPassword: PASSWORDS.right, newPassword: PASSWORDS.short });
      await as('PUT', '/me/password', { currentPassword: PASSWORDS.right, newPassword: [PASSWORDS.next] });
      const { token: rotated } = keep(
        await world.call({ method: 'POST', path: '/sessions/current/rotate', tenant: tenant.id, token }),
      ).body;
      const change = { currentPassword: PASSWORDS.right, newPassword: PASSWORDS.next };
      keep(await world.call({ method: 'PUT', path: '/me/password', tenant: tenant.id, token: rotated, body: change }));
      await as('GET', '/sessions');
      await as('GET', '/me');
      await visit('/password-resets', { login: 'lin.lead' });
      for (const item of (await world.items()).filter(({ pk }) => String(pk).includes(`${tenant.id}#OUTBOX`))) {
        const event = busEventOf(item);
        if (event['detail-type'] !== 'PasswordResetRequested') continue;
        const deps = { ...world.deps, tenants: world.tenants, sendsMail: true, now: () => NOW };
        await onPasswordResetRequested(event, { ...deps, mail: async (mail) => void mails.push(mail) });
      }
      const link = mails[0]?.secret ?? '';
      secrets.push(link);
      await visit('/password-resets/use', { secret: link, password: PASSWORDS.short });
      await visit('/password-resets/use', { secret: link, password: PASSWORDS.reset });
      await visit('/password-resets/use', { secret: link, password: PASSWORDS.reset });
      // The table is down in the middle of a sign-in.
      const passwords = { ...world.deps.passwords, find: () => Promise.reject(new Error('the table is down')) };
      const body = { login: 'lin.lead', password: PASSWORDS.right };
      keep(await world.callWith({ passwords }, { method: 'POST', path: '/sessions', tenant: tenant.id, body }));
    });

    expect(secrets.map((secret) => secret.split('_')[0])).toEqual([
      'wls',
      'wls',
      'wls',
      'wl',
      'wl',
      'wls',
      'wls',
      'wlr',
    ]);
    expect((await tenant.signIn('lin.lead', PASSWORDS.reset)).status).toBe(201);
    expect(log).toContain('the table is down');
    const places = { log, answers: answers.join('\n'), table: JSON.stringify(await world.items()) };
    const canaries = [...Object.values(PASSWORDS), ...secrets.map((secret) => secret.slice(-43))];
    for (const [place, text] of Object.entries(places)) {
      expect([place, canaries.filter((canary) => text.includes(canary))]).toEqual([place, []]);
    }
  });
});
