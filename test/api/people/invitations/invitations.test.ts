// Invitations by mail: who invites whom, single use, expiry, sending again, revocation, and acceptance.
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../../entities/_base/ids.ts';
import { MEMBER_ROLES } from '../../../../entities/people/rights.model.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { DAY_MS, inOtherTenant, MISSING_ID, NOW, NOW_ISO, type People, startPeople } from '../fixture.ts';
import { type Inviting, startInviting } from './inviting.ts';

const TENANT = TENANT_ID as TenantId;
let world: Inviting;
let api: People;
beforeAll(async () => {
  world = await startInviting();
  api = world.api;
});
afterAll(() => api.stop());

describe('createInvitation', () => {
  it('answers the invitation and mails the link', async () => {
    const { status, body, headers } = await world.invite({ email: 'Grace@people.test' });
    expect([status, headers.location]).toEqual([201, `/api/v1/${TENANT_ID}/invitations/${body.id}`]);
    expect(body).toEqual({
      ...{
        id: body.id,
        email: 'Grace@people.test',
        role: 'DEVELOPER',
        teamIds: [],
        status: 'PENDING',
        isExpired: false,
      },
      ...{ invitedBy: world.inviters.ADMIN, expiresAt: '2026-03-08T12:00:00.000Z', userId: null, revision: 1 },
      ...{ createdAt: NOW_ISO, updatedAt: NOW_ISO },
    });
    await api.deliver();
    expect(api.mails.at(-1)).toMatchObject({
      to: 'Grace@people.test',
      subject: 'the admin invites you to Acme on Windlass',
      page: '/console/acme/invitation',
      secret: expect.stringMatching(/^wli_[\w-]{65}$/),
    });
    const stored = JSON.stringify(await api.items());
    expect(stored).not.toContain(api.mails.at(-1)?.secret);
    expect(await api.auditOf('Invitation', body.id)).toMatchObject([{ action: 'invitation.created' }]);
  });

  it.each(MEMBER_ROLES.flatMap((role) => [['ADMIN', role] as const, ['LEAD', role] as const]))(
    'is allowed to the role %s for the role %s unless it is higher',
    async (as, role) => {
      expect((await world.invite({ role }, as)).status).toBe(as === 'LEAD' && role === 'ADMIN' ? 403 : 201);
    },
  );

  it.each([
    ['the address of a user', { email: 'P1@acme.test' }, 409, 'invitation.user_exists'],
    ['an address with a pending invitation', { email: 'grace@PEOPLE.test' }, 409, 'invitation.pending'],
    ['an unknown team', { teamIds: [MISSING_ID] }, 422, 'team.unknown'],
    ['a team twice', { teamIds: ['x', 'x'] }, 400, 'request.invalid'],
    ['an unknown role', { role: 'OWNER' }, 400, 'request.invalid'],
    ['a wrong address', { email: 'nobody' }, 400, 'request.invalid'],
  ])('refuses %s', async (_, over, status, code) => {
    const reply = await world.invite(over);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  it('is refused to a credential that is limited to scopes', async () => {
    expect((await world.invite({}, 'ADMIN', { scopes: 'people:write' })).status).toBe(403);
  });

  it('leaves one of ten parallel invitations of an address', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => world.invite({ email: 'raced@people.test' })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });

  it('puts no address into the subject that a name holds', async () => {
    const renamed = await startPeople();
    const evil = await renamed.user('ADMIN');
    const tenant = await renamed.tenants.get(TENANT);
    if (tenant) await renamed.seed(renamed.tenants.update(tenant, NOW_ISO, { name: 'Win at http://evil.test/now!' }));
    await renamed.asRole('ADMIN', evil)('POST', '/invitations', { email: 'a@b.test', role: 'VIEWER' });
    await renamed.deliver();
    expect(renamed.mails.at(-1)?.subject).toBe('the admin invites you to Win at http evil test now on Windlass');
    await renamed.stop();
  });

  it('allows a tenant 200 mails a day, also when they are asked for at once', async () => {
    const own = await startPeople();
    const send = (index: number) =>
      own.asAdmin('POST', '/invitations', { email: `many${index}@people.test`, role: 'VIEWER' });
    expect((await send(0)).status).toBe(201);
    const [counter] = (await own.items()).filter(({ __edb_e__: kind }) => kind === 'accountMails');
    expect(counter?.mailCount).toBe(1);
    await own.table.client.send(new PutCommand({ TableName: own.table.name, Item: { ...counter, mailCount: 195 } }));
    const replies = await Promise.all(Array.from({ length: 10 }, (_, index) => send(200 + index)));
    expect(replies.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(5);
    for (let sent = 0; sent < 5; sent++) await send(300 + sent);
    expect((await send(400)).body.code).toBe('user.too_many_mails');
    const pending = (await own.items()).filter(({ __edb_e__: kind }) => kind === 'invitation');
    expect(pending).toHaveLength(6);
    own.clock.at += DAY_MS;
    expect((await send(400)).status).toBe(201);
    await own.stop();
  });
});

describe('listInvitations', () => {
  it('lists newest first, by status', async () => {
    const own = await startPeople();
    const ids: string[] = [];
    for (const index of [1, 2, 3]) {
      const email = `l${index}@people.test`;
      ids.push((await own.asAdmin('POST', '/invitations', { email, role: 'VIEWER' })).body.id);
    }
    await own.asAdmin('POST', `/invitations/${ids[1]}/revoke`);
    const list = async (query: string) =>
      (await own.asLead('GET', `/invitations${query}`)).body.items.map(({ id }: { id: string }) => ids.indexOf(id));
    expect(await list('')).toEqual([2, 1, 0]);
    expect(await list('?status=PENDING')).toEqual([2, 0]);
    expect(await list('?status=REVOKED')).toEqual([1]);
    expect(await list('?limit=1')).toEqual([2]);
    own.clock.at = NOW + 8 * DAY_MS;
    expect((await own.asLead('GET', `/invitations/${ids[0]}`)).body).toMatchObject({
      status: 'PENDING',
      isExpired: true,
    });
    own.clock.at = NOW + 38 * DAY_MS;
    expect(await list('')).toEqual([]);
    expect((await own.asLead('GET', `/invitations/${ids[0]}`)).status).toBe(404);
    // The table may remove the item later; until then its address is free all the same.
    expect((await own.asAdmin('POST', '/invitations', { email: 'l1@people.test', role: 'VIEWER' })).status).toBe(201);
    await own.stop();
  });
});

describe('getInvitation', () => {
  it.each([MISSING_ID, 'x'])('answers 404 invitation.not_found for %s', async (id) => {
    expect((await api.asLead('GET', `/invitations/${id}`)).body.code).toBe('invitation.not_found');
  });
});

describe('resendInvitation', () => {
  it('mails a new link that is valid for seven more days', async () => {
    const { id, email } = await world.invited();
    api.clock.at = NOW + 6 * DAY_MS;
    const { status, body } = await world.post(`/invitations/${id}/resend`);
    await api.deliver();
    api.clock.at = NOW + 12 * DAY_MS;
    expect([status, body.expiresAt, (await world.accept(api.secretTo(email))).status]).toEqual([
      200,
      '2026-03-14T12:00:00.000Z',
      201,
    ]);
    api.clock.at = NOW;
  });

  it('revives an expired invitation', async () => {
    const { id, email } = await world.invited();
    api.clock.at = NOW + 20 * DAY_MS;
    await world.post(`/invitations/${id}/resend`);
    await api.deliver();
    expect((await world.accept(api.secretTo(email))).status).toBe(201);
    api.clock.at = NOW;
  });

  it.each([
    ['to a LEAD for an ADMIN', { role: 'LEAD', userId: 'x' }, 403],
    ['in another tenant', inOtherTenant, 404],
    ['for a revision that is not the present one', { headers: { 'if-match': '"9"' } }, 412],
  ])('is refused %s', async (_, over, status) => {
    const { id } = await world.invited({ role: 'ADMIN' });
    expect((await world.post(`/invitations/${id}/resend`, over)).status).toBe(status);
  });
});

describe('revokeInvitation', () => {
  it('ends it, and its address may be invited again', async () => {
    const { id, email } = await world.invited();
    const { status, body } = await world.post(`/invitations/${id}/revoke`);
    expect([status, body.status]).toEqual([200, 'REVOKED']);
    expect((await world.post(`/invitations/${id}/revoke`)).body.code).toBe('invitation.not_pending');
    expect((await world.post(`/invitations/${id}/resend`)).body.code).toBe('invitation.not_pending');
    expect((await world.invite({ email })).status).toBe(201);
  });

  it('mails nothing for an event that comes after it', async () => {
    await api.deliver();
    const { body } = await world.invite();
    await world.post(`/invitations/${body.id}/revoke`);
    const before = api.mails.length;
    await api.deliver();
    await api.told('InvitationRequested', { invitationId: MISSING_ID });
    expect(api.mails).toHaveLength(before);
  });

  it('wins or loses against an acceptance, never both', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, secret } = await world.invited();
      const replies = await Promise.all([world.post(`/invitations/${id}/revoke`), world.accept(secret)]);
      expect(replies.filter(({ status }) => status < 300)).toHaveLength(1);
    }
  });
});
