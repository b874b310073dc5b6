// Acceptance of an invitation with the mailed secret: single use, expiry, and the rights of the inviter.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, MISSING_ID, NOW, type People, startPeople } from '../fixture.ts';
import { type Inviting, startInviting } from './inviting.ts';

let world: Inviting;
let api: People;
beforeAll(async () => {
  world = await startInviting();
  api = world.api;
});
afterAll(() => api.stop());

describe('acceptInvitation', () => {
  it('makes the person a member with role and teams, and with a confirmed address', async () => {
    const team = (await api.asLead('POST', '/teams', { slug: 'joiners', name: 'Joiners' })).body.id;
    const deleted = (await api.asLead('POST', '/teams', { slug: 'soon-gone', name: 'Soon gone' })).body.id;
    const { id, email, secret } = await world.invited({ role: 'LEAD', teamIds: [team, deleted] });
    await api.asLead('DELETE', `/teams/${deleted}`);
    const { status, body } = await world.accept(secret, { username: 'grace', fullName: 'Grace Hopper' });
    expect([status, body]).toMatchObject([
      201,
      { email, username: 'grace', fullName: 'Grace Hopper', role: 'LEAD', isEmailConfirmed: true, isActive: true },
    ]);
    expect((await api.asLead('GET', `/teams/${team}`)).body.memberCount).toBe(1);
    expect((await api.asLead('GET', `/invitations/${id}`)).body).toMatchObject({ status: 'ACCEPTED', userId: body.id });
    expect((await api.auditOf('Invitation', id)).at(-1)).toMatchObject({
      action: 'invitation.accepted',
      ip: '192.0.2.1',
    });
    expect(await api.eventsOf(body.id)).toEqual(['UserCreated']);
  });

  it('with as many teams as an invitation takes is one transaction', async () => {
    const teamIds: string[] = [];
    for (let index = 0; index < 20; index++) {
      teamIds.push((await api.asLead('POST', '/teams', { slug: `many-${index}`, name: `Many ${index}` })).body.id);
    }
    expect((await world.invite({ teamIds: [...teamIds, MISSING_ID] })).status).toBe(400);
    const { secret } = await world.invited({ role: 'ADMIN', teamIds });
    const { result, commands } = await api.meter(() => world.accept(secret));
    expect([result.status, commands.filter((one) => one === 'TransactWriteItems')]).toEqual([
      201,
      ['TransactWriteItems'],
    ]);
    const counts = await Promise.all(teamIds.map((id) => api.asLead('GET', `/teams/${id}`)));
    expect(counts.map(({ body }) => body.memberCount)).toEqual(Array(20).fill(1));
  });

  it('is possible once, also for ten who try at once', async () => {
    const { secret } = await world.invited();
    const replies = await Promise.all(Array.from({ length: 10 }, () => world.accept(secret)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    expect((await world.accept(secret)).body.code).toBe('invitation.not_pending');
  });

  it.each([
    ['after seven days', async () => (await world.invited()).secret, 7 * DAY_MS],
    [
      'that was revoked',
      async () => {
        const { id, secret } = await world.invited();
        await world.post(`/invitations/${id}/revoke`);
        return secret;
      },
      0,
    ],
    [
      'of an earlier mail',
      async () => {
        const { id, secret } = await world.invited();
        await world.post(`/invitations/${id}/resend`);
        return secret;
      },
      0,
    ],
    ['of another kind', async () => `wlc_${(await world.invited()).secret.slice(4)}`, 0],
    ['with a wrong end', async () => `${(await world.invited()).secret.slice(0, -1)}-`, 0],
    [
      'of another invitation',
      async () => (await world.invited()).secret.slice(0, 26) + (await world.invited()).secret.slice(26),
      0,
    ],
  ])('refuses a secret %s', async (_, secretOf, later) => {
    const secret = await secretOf();
    api.clock.at = NOW + later;
    const { status } = await world.accept(secret);
    api.clock.at = NOW;
    expect([404, 409]).toContain(status);
  });

  it('refuses the secret of another tenant', async () => {
    const { secret } = await world.invited();
    expect((await world.accept(secret, {}, { tenantId: 'other' })).status).toBe(404);
    expect((await world.accept(secret)).status).toBe(201);
  });

  it.each([
    ['was demoted', (id: string) => api.asAdmin('PUT', `/members/${id}`, { role: 'LEAD' })],
    ['was deactivated', (id: string) => api.asAdmin('PATCH', `/users/${id}`, { isActive: false })],
    ['left', (id: string) => api.asAdmin('DELETE', `/members/${id}`)],
    ['was removed', (id: string) => api.asAdmin('DELETE', `/users/${id}`)],
  ])('refuses an invitation to be ADMIN whose inviter %s', async (_, end) => {
    const inviter = await api.user('ADMIN');
    const email = `of.${inviter}@people.test`;
    const { body } = await api.asRole('ADMIN', inviter)('POST', '/invitations', { email, role: 'ADMIN' });
    await api.deliver();
    await end(inviter);
    expect((await world.accept(api.secretTo(email))).body.code).toBe('invitation.not_found');
    // Somebody who has the right sends it again.
    await world.post(`/invitations/${body.id}/resend`);
    await api.deliver();
    expect((await world.accept(api.secretTo(email))).status).toBe(201);
  });

  it.each([
    ['a username of another user', { username: 'P1' }, 409, 'user.taken'],
    ['a wrong username', { username: 'a b' }, 400, 'request.invalid'],
    ['no name', { fullName: ' ' }, 400, 'request.invalid'],
    ['a role', { role: 'ADMIN' }, 400, 'request.invalid'],
  ])('refuses %s, and can be tried again', async (_, over, status, code) => {
    const { secret } = await world.invited();
    const reply = await world.accept(secret, over);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect((await world.accept(secret)).status).toBe(201);
  });

  it('refuses the address when a user has got it meanwhile', async () => {
    const { email, secret } = await world.invited();
    await api.asAdmin('POST', '/users', { email, username: 'faster', fullName: 'F', role: 'VIEWER' });
    expect((await world.accept(secret)).body.code).toBe('user.taken');
  });

  it('counts the new ADMIN: the earlier one may be demoted then', async () => {
    const own = await startPeople();
    const only = await own.user('ADMIN');
    const email = 'second@people.test';
    await own.asRole('ADMIN', only)('POST', '/invitations', { email, role: 'ADMIN' });
    await own.deliver();
    const body = {
      secret: own.secretTo(email),
      ...{ username: 'second', fullName: 'Second', password: 'correct horse battery' },
    };
    expect((await own.call({ method: 'POST', path: '/invitations/accept', body })).status).toBe(201);
    expect((await own.asAdmin('PUT', `/members/${only}`, { role: 'VIEWER' })).status).toBe(200);
    await own.stop();
  });
});
