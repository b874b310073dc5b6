// The actions of users, teams and invitations say what their operations answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest } from '../../../functions/people/manifest.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { DAY_MS, NOW, type People, startPeople } from './fixture.ts';

let api: People;
let silent: People;
let root: string;
let dev: string;
beforeAll(async () => {
  [api, silent] = await Promise.all([startPeople(), startPeople({ sendsMail: false })]);
  root = await api.user('ADMIN');
  dev = await api.user('DEVELOPER');
});
afterAll(async () => {
  await Promise.all([api.stop(), silent.stop()]);
});

type Ask = Parameters<typeof expectTrue>[2];
type Action = { readonly name: string; readonly allowed: boolean; readonly code: string | null };

async function expectTrueOf(at: People, ask: Ask, user: string): Promise<Action[]> {
  const { body } = await at.call({ ...ask, method: 'GET', path: `/users/${user}` });
  const bodies = { updateUser: { fullName: 'Another' }, setMembership: { role: 'ADMIN' } };
  const suitable = body.actions.some(({ name, allowed }: Action) => name === 'setMembership' && allowed);
  const ofRole = suitable ? bodies : { ...bodies, setMembership: { role: 'VIEWER' } };
  await expectTrue(at.call, manifest, ask, { actions: body.actions, params: { user }, bodies: ofRole });
  return body.actions;
}

const codeOf = (actions: readonly Action[], name: string) => actions.find((one) => one.name === name)?.code;

describe('the actions of a user', () => {
  const asks = () => [
    { role: 'ADMIN', userId: root } as const,
    { role: 'ADMIN', userId: root, scopes: 'people:read people:write' } as const,
    { role: 'DEVELOPER', userId: dev } as const,
    { role: 'VIEWER', userId: dev, scopes: 'people:read' } as const,
  ];

  it('are true: a member, oneself, and one who left', async () => {
    const left = await api.user(undefined);
    const unconfirmed = await api.user('VIEWER', { isEmailConfirmed: false });
    for (const ask of asks()) for (const user of [dev, left, unconfirmed]) await expectTrueOf(api, ask, user);
  });

  it('are true for the only ADMIN, and for one of two', async () => {
    for (const ask of asks()) await expectTrueOf(api, ask, root);
    const actions = await expectTrueOf(api, { role: 'ADMIN', userId: root }, root);
    expect(['removeMembership', 'removeUser'].map((name) => codeOf(actions, name))).toEqual([
      'user.last_admin',
      'user.last_admin',
    ]);
    await api.user('ADMIN');
    const later = await expectTrueOf(api, { role: 'ADMIN', userId: root }, root);
    expect(codeOf(later, 'removeUser')).toBeNull();
  });

  it('are true where no mails are sent', async () => {
    const user = await silent.user('VIEWER', { isEmailConfirmed: false });
    const actions = await expectTrueOf(silent, { role: 'ADMIN' }, user);
    expect(codeOf(actions, 'requestEmailConfirmation')).toBe('user.no_sender');
  });
});

describe('the actions of a team', () => {
  it.each(['ADMIN', 'LEAD', 'VIEWER'] as const)('are true for the role %s', async (role) => {
    const team = (await api.asLead('POST', '/teams', { slug: `acted-${role.toLowerCase()}`, name: `Acted ${role}` }))
      .body.id;
    const { body } = await api.call({ role, method: 'GET', path: `/teams/${team}` });
    const bodies = { updateTeam: { name: 'Another' }, setTeamMember: {} };
    await expectTrue(api.call, manifest, { role }, { actions: body.actions, params: { team, user: dev }, bodies });
  });
});

describe('the actions of an invitation', () => {
  it('are true: pending, expired, revoked, with a role above the own one', async () => {
    const invite = async (email: string, role: string) =>
      (await api.asAdmin('POST', '/invitations', { email, role }, { userId: root })).body.id as string;
    await invite('one@acme.test', 'VIEWER');
    await invite('two@acme.test', 'ADMIN');
    await api.asAdmin('POST', `/invitations/${await invite('three@acme.test', 'VIEWER')}/revoke`);
    for (const at of [NOW, NOW + 8 * DAY_MS]) {
      api.clock.at = at;
      for (const role of ['ADMIN', 'LEAD'] as const) {
        const { items } = (await api.asRole(role)('GET', '/invitations')).body;
        expect(items).toHaveLength(3);
        for (const { id: invitation, actions } of items) {
          await expectTrue(api.call, manifest, { role }, { actions, params: { invitation } });
          expect((await api.asRole(role)('GET', `/invitations/${invitation}`)).body.actions).toEqual(actions);
        }
      }
    }
    api.clock.at = NOW;
  });
});
