// Addresses of users: confirmed by a mailed link, once, and replaced only then.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { TENANT_ID } from '../../support/http.ts';
import { DAY_MS, MISSING_ID, NOW, type People, startPeople } from './fixture.ts';

const TENANT = TENANT_ID as TenantId;
let api: People;
beforeAll(async () => {
  api = await startPeople();
  await api.user('ADMIN');
});
afterAll(() => api.stop());
const create = (over: object = {}) => api.create(over);

describe('confirmEmail', () => {
  const confirm = (secret: string, over: object = {}) =>
    api.call({ method: 'POST', path: '/email-confirmations', tenantId: 'acme', body: { secret }, ...over });
  const get = async (id: string) => (await api.asAdmin('GET', `/users/${id}`)).body;

  it('confirms the address of a new user, once', async () => {
    const { id, email } = (await create()).body;
    await api.deliver();
    const secret = api.secretTo(email);
    expect([(await confirm(secret)).status, (await get(id)).isEmailConfirmed]).toEqual([204, true]);
    expect((await confirm(secret)).body.code).toBe('user.confirmation_invalid');
    expect((await api.auditOf('User', id)).at(-1)).toMatchObject({ action: 'user.email_confirmed', ip: '192.0.2.1' });
  });

  it('replaces the address only when the link is opened; the earlier one is free then', async () => {
    const { id, email } = (await create()).body;
    const reply = await api.asRole('DEVELOPER', id)('PATCH', `/users/${id}`, { email: 'moved@acme.test' });
    expect(reply.body).toMatchObject({ email, pendingEmail: 'moved@acme.test' });
    expect(await api.people.userOfEmail(TENANT, 'moved@acme.test')).toBeUndefined();
    await api.deliver();
    expect((await confirm(api.secretTo('moved@acme.test'))).status).toBe(204);
    expect(await get(id)).toMatchObject({ email: 'moved@acme.test', pendingEmail: null, isEmailConfirmed: true });
    expect(await api.people.userOfEmail(TENANT, 'MOVED@acme.test')).toBe(id);
    expect(await api.people.userOfEmail(TENANT, email)).toBeUndefined();
  });

  it('does not accept a secret that was mailed to an address that is not wanted any more', async () => {
    const { id } = (await create()).body;
    const patch = (email: string) => api.asAdmin('PATCH', `/users/${id}`, { email });
    await patch('first@acme.test');
    await api.deliver();
    await patch('second@acme.test');
    expect((await confirm(api.secretTo('first@acme.test'))).status).toBe(404);
    await api.deliver();
    expect((await confirm(api.secretTo('second@acme.test'))).status).toBe(204);
  });

  it('does not give a user an address that another one has taken meanwhile', async () => {
    const { id } = (await create()).body;
    await api.asAdmin('PATCH', `/users/${id}`, { email: 'raced@acme.test' });
    await api.deliver();
    await create({ email: 'raced@acme.test' });
    expect((await confirm(api.secretTo('raced@acme.test'))).body.code).toBe('user.taken');
    expect((await api.asAdmin('PATCH', `/users/${id}`, { email: 'raced@acme.test' })).body.code).toBe('user.taken');
  });

  it('keeps the address when its own is entered again', async () => {
    const { id, email } = (await create()).body;
    await api.asAdmin('PATCH', `/users/${id}`, { email: 'wrong@acme.test' });
    expect((await api.asAdmin('PATCH', `/users/${id}`, { email: email.toUpperCase() })).body).toMatchObject({
      ...{ email: email.toUpperCase(), pendingEmail: null },
    });
  });

  it('accepts one of ten parallel requests', async () => {
    const { email } = (await create()).body;
    await api.deliver();
    const secret = api.secretTo(email);
    const replies = await Promise.all(Array.from({ length: 10 }, () => confirm(secret)));
    expect(replies.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(404)]);
  });

  it('refuses a secret after a day, of another tenant, and of another form', async () => {
    const { email } = (await create()).body;
    await api.deliver();
    const secret = api.secretTo(email);
    expect((await confirm(secret, { tenantId: 'other' })).status).toBe(404);
    expect((await confirm(secret.slice(0, -1))).status).toBe(404);
    expect((await confirm(`wli_${secret.slice(4)}`)).status).toBe(404);
    api.clock.at = NOW + DAY_MS;
    expect((await confirm(secret)).status).toBe(404);
    api.clock.at = NOW;
  });

  it('stores no secret, and tells none in events', async () => {
    const { email } = (await create()).body;
    await api.deliver();
    const stored = JSON.stringify(await api.items());
    expect(api.secretTo(email)).toMatch(/^wlc_/);
    for (const { secret } of api.mails) expect(stored).not.toContain(secret);
  });
});

describe('requestEmailConfirmation', () => {
  it('mails another link, after which the earlier one is not valid', async () => {
    const { id, email } = (await create()).body;
    await api.deliver();
    const first = api.secretTo(email);
    expect((await api.asAdmin('POST', `/users/${id}/email-confirmation`)).status).toBe(202);
    await api.deliver();
    const body = { secret: first };
    expect(api.secretTo(email)).not.toBe(first);
    expect((await api.call({ method: 'POST', path: '/email-confirmations', body })).status).toBe(404);
  });

  it.each([
    ['"2"', 412],
    ['"1"', 202],
  ])('answers for a user at revision 1, with If-Match %s, with %i', async (match, status) => {
    const { id } = (await create()).body;
    const headers = { 'if-match': match };
    expect((await api.asAdmin('POST', `/users/${id}/email-confirmation`, undefined, { headers })).status).toBe(status);
  });

  it('answers 409 user.email_confirmed when nothing is to be confirmed', async () => {
    const id = await api.user('VIEWER');
    expect((await api.asAdmin('POST', `/users/${id}/email-confirmation`)).body.code).toBe('user.email_confirmed');
  });

  it('mails nothing for an event that comes late', async () => {
    const id = await api.user('VIEWER');
    const before = api.mails.length;
    await api.told('EmailConfirmationRequested', { userId: id });
    await api.told('EmailConfirmationRequested', { userId: MISSING_ID });
    expect(api.mails).toHaveLength(before);
  });
});

describe('a deployment without a sender of mails', () => {
  let silent: People;
  beforeAll(async () => {
    silent = await startPeople({ sendsMail: false });
  });
  afterAll(() => silent.stop());

  it('creates users, and refuses what needs a mail', async () => {
    const grace = { email: 'grace@acme.test', username: 'grace', fullName: 'Grace', role: 'VIEWER' };
    const { status, body } = await silent.asAdmin('POST', '/users', grace);
    expect([status, await silent.eventsOf(body.id)]).toEqual([201, ['UserCreated']]);
    const replies = [
      await silent.asAdmin('PATCH', `/users/${body.id}`, { email: 'new@acme.test' }),
      await silent.asAdmin('POST', `/users/${body.id}/email-confirmation`),
      await silent.asAdmin('POST', '/invitations', { email: 'new@acme.test', role: 'VIEWER' }),
    ];
    expect(replies.map((reply) => reply.body.code)).toEqual(Array(3).fill('user.no_sender'));
  });
});
