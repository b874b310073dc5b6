// Lists of users, teams, members of one team, teams of one user and invitations; write units of every operation on people.
import { newId, type TenantId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import { invitationDefinition } from '../../../../entities/people/invitations/invitation.entity.ts';
import {
  teamDefinition,
  teamMemberDefinition,
  uniqueTeamDefinition,
} from '../../../../entities/people/teams/team.entity.ts';
import { uniqueUserDefinition, userDefinition } from '../../../../entities/people/user.entity.ts';
import { sortNameOf } from '../../../../entities/people/user.model.ts';
import { NOW, NOW_ISO, type People, startPeople } from '../../../api/people/fixture.ts';
import { TENANT_ID } from '../../../support/http.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { stored } from '../../tables/stored-items.ts';
import { type List, listRows, operationRows } from './list-rows.ts';

const tenantId = TENANT_ID as TenantId;
const IDENTITIES = 20;

/** Half of the users are LEADs, half of each role are active, and all are in one team. */
const FILTERS = ['isActive=false', 'role=LEAD', 'role=LEAD&isActive=false', 'name=person', 'name=person&role=LEAD'];
/** Filters that leave a quarter of a page or more. */
const SHORT = ['isActive=true', 'role=LEAD', 'role=LEAD&isActive=true'].flatMap((rest) => [
  `email=p&${rest}`,
  `team=everybody&${rest}`,
]);
const LISTS: readonly List[] = [
  ...['', ...FILTERS, 'email=p', 'team=everybody'].map((query) => ({ path: `/users${query && `?${query}`}` })),
  ...SHORT.map((query) => ({ path: `/users?${query}`, atLeast: 12 })),
  ...['/members?isActive=true', '/teams', '/teams?name=team', '/users/first/teams'].map((path) => ({ path })),
  { path: '/teams/everybody/members' },
  ...['/invitations', '/invitations?status=PENDING'].map((path) => ({ path })),
  { path: '/users/first/identities', most: IDENTITIES },
];

/** User, team and invitation number `index`; the user is in the team `everybody`, and the user `first` in the team. */
function itemsOf({ table }: People, index: number, first: string, everybody: string) {
  const at = NOW + index;
  const number = String(index).padStart(6, '0');
  const [userId, teamId, invitationId] = [newId<'User'>(at), newId<'Team'>(at), newId<'Invitation'>(at)];
  const [email, fullName, name] = [`p${number}@acme.test`, `Person ${number}`, `Team ${number}`];
  const place = { tenantId, role: 'MEMBER' as const, joinedAt: NOW_ISO };
  return [
    stored(table, userDefinition, {
      ...{ tenantId, userId, email, fullName, username: `u${number}`, sortName: sortNameOf(fullName) },
      ...{ role: index % 2 === 0 ? 'LEAD' : 'VIEWER', isActive: index % 4 < 2, isEmailConfirmed: true },
      ...firstStamps(userDefinition, NOW_ISO),
    }),
    stored(table, uniqueUserDefinition, { tenantId, userId, field: 'email', value: email }),
    stored(table, teamDefinition, {
      ...{ tenantId, teamId, name, slug: `t${number}`, memberCount: 0, ...firstStamps(teamDefinition, NOW_ISO) },
    }),
    stored(table, uniqueTeamDefinition, { tenantId, teamId, field: 'name', value: name.toLowerCase() }),
    stored(table, teamMemberDefinition, { ...place, teamId: everybody, userId }),
    stored(table, teamMemberDefinition, { ...place, teamId, userId: first }),
    stored(table, invitationDefinition, {
      ...{ tenantId, invitationId, email: `i${number}@acme.test`, role: 'VIEWER', teamIds: [], status: 'PENDING' },
      ...{ invitedBy: first, expiresAt: '2026-03-08T12:00:00.000Z', expiresAtEpoch: NOW / 1000 + 86_400 * 37 },
      ...firstStamps(invitationDefinition, NOW_ISO),
    }),
  ];
}

async function writesOf(api: People, adminId: string): Promise<Row[]> {
  const asAdmin = api.asRole('ADMIN', adminId);
  const { rows, measure } = operationRows(api.meter, asAdmin);
  const names = { email: 'new@acme.test', username: 'new', fullName: 'New' };
  const { id } = await measure('create a user', 'POST', '/users', { ...names, role: 'ADMIN' });
  await measure('mail a confirmation of an address', 'POST', `/users/${id}/email-confirmation`);
  await api.deliver();
  const secret = api.secretTo(names.email);
  await measure('confirm an address', 'POST', '/email-confirmations', { secret });
  await measure('rename a user', 'PATCH', `/users/${id}`, { username: 'newer', fullName: 'Newer' });
  await measure('change an address', 'PATCH', `/users/${id}`, { email: 'newer@acme.test' });
  await measure('deactivate an ADMIN', 'PATCH', `/users/${id}`, { isActive: false });
  await measure('change a role', 'PUT', `/members/${id}`, { role: 'VIEWER' });
  await measure('end a membership', 'DELETE', `/members/${id}`);
  const account = { provider: 'github', externalId: 'new' };
  const identity = await measure('add an identity', 'POST', `/users/${id}/identities`, account);
  await measure('remove an identity', 'DELETE', `/users/${id}/identities/${identity.id}`);
  const team = await measure('create a team', 'POST', '/teams', { slug: 'new', name: 'New' });
  await measure('rename a team', 'PATCH', `/teams/${team.id}`, { slug: 'newer', name: 'Newer' });
  await measure('add a member to a team', 'PUT', `/teams/${team.id}/members/${id}`, {});
  await measure('change a member of a team', 'PUT', `/teams/${team.id}/members/${id}`, { role: 'MAINTAINER' });
  await measure('remove a member from a team', 'DELETE', `/teams/${team.id}/members/${id}`);
  await measure('delete a team', 'DELETE', `/teams/${team.id}`);
  const invited = { email: 'in@acme.test', role: 'VIEWER' };
  const invitation = await measure('invite', 'POST', '/invitations', invited);
  await measure('send an invitation again', 'POST', `/invitations/${invitation.id}/resend`);
  await measure('revoke an invitation', 'POST', `/invitations/${invitation.id}/revoke`);
  await asAdmin('POST', '/invitations', invited);
  await api.deliver();
  const person = { username: 'in', fullName: 'In', password: 'correct horse battery' };
  const accepted = { ...person, secret: api.secretTo(invited.email) };
  await measure('accept an invitation', 'POST', '/invitations/accept', accepted);
  await measure('remove a user', 'DELETE', `/users/${id}`);
  return rows;
}

export const people: Measurement = {
  name: 'people',
  about: 'read units of lists of users, teams and invitations, write units of operations',
  async measure(bench) {
    const api = await startPeople();
    bench.ending(() => void api.stop());
    const first = await api.user('ADMIN', { username: 'first' });
    const { id: everybody } = (await api.asAdmin('POST', '/teams', { slug: 'everybody', name: 'Everybody' })).body;
    for (let index = 0; index < IDENTITIES; index++) {
      await api.asAdmin('POST', '/users/first/identities', { provider: 'github', externalId: `account-${index}` });
    }
    const lists = await listRows(bench, {
      ...{ table: api.table, meter: api.meter, lists: LISTS, get: (path) => api.asAdmin('GET', path) },
      itemsOf: (index) => itemsOf(api, index, first, everybody),
    });
    const writes = await writesOf(api, first);
    await api.stop();
    return [...lists, ...writes];
  },
};
