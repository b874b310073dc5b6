// Lists of people: read units of a page of 50 with 100 users and with 100,000, of as many teams, members of one team and
// invitations; and the write units of every operation.
import { newId, type TenantId } from '../../../../entities/_base/ids.ts';
import { type People, startPeople } from '../../../api/people/fixture.ts';
import { TENANT_ID } from '../../../support/http.ts';
import { BUDGETS } from '../../budgets.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { storeItems } from '../../tables/stored-items.ts';
import { endpointOf } from '../../tables/table-endpoint.ts';

const TENANT = TENANT_ID as TenantId;
const FEW = 100;
const MANY = 100_000;
const QUICK_MANY = 10_000;

/** Pages of 50. Half of the users are LEADs, half are active, and all are in one team. */
const LISTS = [
  '/users',
  '/users?isActive=false',
  '/users?role=LEAD',
  '/users?role=LEAD&isActive=false',
  '/users?name=person',
  '/users?email=p',
  '/users?team=everybody',
  '/members?isActive=true',
  '/teams',
  '/teams?name=team',
  '/teams/everybody/members',
  '/users/first/teams',
  '/invitations',
  '/invitations?status=PENDING',
];

async function unitsOf(api: People): Promise<Map<string, number>> {
  const units = new Map<string, number>();
  for (const path of LISTS) {
    const wanted = `${path}${path.includes('?') ? '&' : '?'}limit=50`;
    const { result, readUnits } = await api.meter(() => api.asAdmin('GET', wanted));
    if (result.status !== 200) throw new Error(`${wanted} answered ${result.text}`);
    const found = result.body.items.length;
    if (found !== 50) throw new Error(`${wanted} answered ${found} items`);
    units.set(path, readUnits);
  }
  return units;
}

/** The write units of each operation, in an order in which each finds what it changes. */
async function writesOf(api: People): Promise<Row[]> {
  const rows: Row[] = [];
  const measure = async (what: string, method: string, path: string, body?: unknown) => {
    const { result, writeUnits } = await api.meter(() => api.asAdmin(method, path, body));
    if (result.status >= 300) throw new Error(`${method} ${path} answered ${result.text}`);
    rows.push({ what: `${what}, as reported`, measured: writeUnits, unit: 'units' });
    return result.body;
  };
  const names = { email: 'new@acme.test', username: 'new', fullName: 'New' };
  const { id } = await measure('create a user', 'POST', '/users', { ...names, role: 'ADMIN' });
  await measure('rename a user', 'PATCH', `/users/${id}`, { username: 'newer', fullName: 'Newer' });
  await measure('change an address', 'PATCH', `/users/${id}`, { email: 'newer@acme.test' });
  await measure('deactivate an ADMIN', 'PATCH', `/users/${id}`, { isActive: false });
  await measure('change a role', 'PUT', `/members/${id}`, { role: 'VIEWER' });
  await measure('add an identity', 'POST', `/users/${id}/identities`, { provider: 'github', externalId: 'new' });
  const team = await measure('create a team', 'POST', '/teams', { slug: 'new', name: 'New' });
  await measure('add a member to a team', 'PUT', `/teams/new/members/${id}`, {});
  await measure('remove a member from a team', 'DELETE', `/teams/new/members/${id}`);
  await measure('delete a team', 'DELETE', `/teams/${team.id}`);
  const invitation = await measure('invite', 'POST', '/invitations', { email: 'in@acme.test', role: 'VIEWER' });
  await measure('send an invitation again', 'POST', `/invitations/${invitation.id}/resend`);
  await measure('revoke an invitation', 'POST', `/invitations/${invitation.id}/revoke`);
  await measure('remove a user', 'DELETE', `/users/${id}`);
  return rows;
}

export const people: Measurement = {
  name: 'people',
  about: 'read units of lists with 100 and with 100,000 people, write units of operations',
  async measure({ isQuick, say, ending }) {
    const api = await startPeople();
    ending(() => void api.stop());
    const endpoint = await endpointOf(api.table);
    const many = isQuick ? QUICK_MANY : MANY;
    const admin = await api.user('ADMIN', { username: 'first' });
    const { id: teamId } = (await api.asAdmin('POST', '/teams', { slug: 'everybody', name: 'Everybody' })).body;
    const createdAt = '2026-03-01T12:00:00.000Z';
    const at = Date.parse(createdAt);
    const fill = (from: number, to: number) =>
      storeItems(endpoint, api.table.name, from, to, (index) => {
        const number = String(index).padStart(6, '0');
        const userId = newId<'User'>(at + index);
        const names = { email: `p${number}@acme.test`, username: `u${number}`, fullName: `Person ${number}` };
        const role = index % 2 === 0 ? ('LEAD' as const) : ('VIEWER' as const);
        const user = {
          tenantId: TENANT,
          userId,
          ...names,
          role,
          isActive: index % 4 < 2,
          isEmailConfirmed: true,
          createdAt,
        };
        const team = {
          tenantId: TENANT,
          teamId: newId<'Team'>(at + index),
          slug: `t${number}`,
          name: `Team ${number}`,
        };
        const invitation = {
          ...{ tenantId: TENANT, invitationId: newId<'Invitation'>(at + index), email: `i${number}@acme.test` },
          ...{ role: 'VIEWER' as const, teamIds: [], status: 'PENDING' as const, invitedBy: admin, createdAt },
          ...{ expiresAt: '2026-03-08T12:00:00.000Z', expiresAtEpoch: at / 1000 + 86_400 * 37 },
        };
        const place = { tenantId: TENANT, role: 'MEMBER' as const, joinedAt: createdAt };
        return [
          ...api.people.create(TENANT, [{ user }]),
          ...api.teams.create({ ...team, memberCount: 0, createdAt }),
          ...api.teams.addMember({ ...place, teamId, userId }),
          ...api.teams.addMember({ ...place, teamId: team.teamId, userId: admin }),
          ...api.invitations.create(invitation, at),
        ];
      });
    await fill(0, FEW * 2);
    const few = await unitsOf(api);
    const started = performance.now();
    await fill(FEW * 2, many);
    say(`people: ${many.toLocaleString('en')} users stored in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    const lots = await unitsOf(api);
    const writes = await writesOf(api);
    await api.stop();
    return [
      ...[...lots].map(
        ([path, units]): Row => ({
          what: `GET ${path}`,
          measured: units,
          allowed: BUDGETS.listOf50.changing,
          unit: 'units',
        }),
      ),
      ...[...few].map(
        ([path, units]): Row => ({
          what: `GET ${path}: units with ${many} over ${units} with ${FEW * 2}`,
          measured: (lots.get(path) ?? Number.NaN) / units,
          allowed: BUDGETS.listReadUnits,
          unit: 'times',
        }),
      ),
      ...writes,
    ];
  },
};
