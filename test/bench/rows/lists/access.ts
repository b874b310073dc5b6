// Lists of access: read units of a page of 50 with 100 and with 10,000 sessions of one user and tokens of one owner; read units of
// GET /me and write units of every operation. Sign-in has no budget of time: bcrypt is meant to be slow.
import { newId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import { apiTokenDefinition } from '../../../../entities/access/api-token.entity.ts';
import { sessionDefinition } from '../../../../entities/access/session.entity.ts';
import { type Access, iso, NOW, startAccess } from '../../../api/access/fixture.ts';
import { BUDGETS } from '../../budgets.ts';
import type { Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { storeItems } from '../../tables/stored-items.ts';
import { endpointOf } from '../../tables/table-endpoint.ts';

const [FEW, MANY] = [100, 10_000];
const PASSWORD = 'correct horse battery';

type Tenant = Awaited<ReturnType<Access['tenant']>>;

/** The write units of each operation, in an order in which each finds what it changes. */
async function writesOf(world: Access, tenant: Tenant): Promise<Row[]> {
  const rows: Row[] = [];
  const measure = async (what: string, method: string, path: string, body?: unknown, more: object = {}) => {
    const { result, writeUnits } = await world.meter(() => tenant.as('VIEWER')(method, path, body, more));
    rows.push({ what: `${what}, as reported`, measured: writeUnits, unit: 'units' });
    return result.body;
  };
  await tenant.password('VIEWER', PASSWORD);
  const login = { login: 'vic.viewer', password: PASSWORD };
  const { token, session } = await measure('sign in', 'POST', '/sessions', login);
  await measure('refuse a sign-in', 'POST', '/sessions', { ...login, password: 'wrong' });
  await measure('rotate a session', 'POST', '/sessions/current/rotate', undefined, { token });
  await measure('revoke a session', 'DELETE', `/sessions/${session.id}`);
  await measure('revoke all sessions', 'DELETE', '/sessions');
  const passwords = { currentPassword: PASSWORD, newPassword: `${PASSWORD} 2` };
  await measure('change a password', 'PUT', '/me/password', passwords);
  await measure('ask for a reset', 'POST', '/password-resets', { login: 'vic.viewer' });
  const { id } = await measure('create a token', 'POST', '/tokens', { name: 'bench' });
  await measure('rotate a token', 'POST', `/tokens/${id}/rotate`, {});
  await measure('revoke a token', 'DELETE', `/tokens/${id}`);
  return rows;
}

export const access: Measurement = {
  name: 'access',
  about: 'read units of lists of sessions and tokens with 100 and with 10,000, write units of operations',
  async measure({ ending }) {
    const world = await startAccess();
    ending(() => void world.stop());
    const endpoint = await endpointOf(world.table);
    const tenant = await world.tenant();
    const userId = tenant.of('LEAD').userId ?? '';
    const own = { tenantId: tenant.id, hash: 'x'.repeat(43) };
    const ends = { endsAt: iso(NOW + 86_400_000), expiresAtEpoch: NOW / 1000 + 86_400 };
    const fill = (from: number, to: number) =>
      storeItems(endpoint, world.table.name, from, to, (index) => {
        const at = iso(NOW);
        const session = {
          ...{ ...own, ...ends, sessionId: newId<'Session'>(NOW + index), userId, generation: 0, methods: [] },
          ...{ ip: '192.0.2.1', userAgent: 'bench '.repeat(20), lastSeenAt: at, lastSeenIp: '192.0.2.1' },
          ...firstStamps(sessionDefinition, at),
        };
        const token = {
          ...{ ...own, tokenId: newId<'ApiToken'>(NOW + index), name: 'bench', role: 'LEAD' as const, scopes: '*' },
          ...{ ownerId: userId, expiresAt: ends.endsAt, madeById: userId, madeByName: 'bench' },
          ...firstStamps(apiTokenDefinition, at),
        };
        return [...world.deps.sessions.create(session), ...world.deps.apiTokens.issue(token)].filter(
          (_, position) => position % 2 === 0,
        );
      });
    const readsOf = async (count: number): Promise<Row[]> => {
      const rows: Row[] = [];
      for (const path of ['/sessions?limit=50', '/tokens?limit=50', `/tokens?limit=50&owner=all`]) {
        const role = path.includes('all') ? 'ADMIN' : 'LEAD';
        const { result, readUnits } = await world.meter(() => tenant.as(role)('GET', path));
        if (result.body.items?.length !== 50) throw new Error(`${path} answered ${result.text}`);
        const what = `GET ${path}, of ${count.toLocaleString('en')}`;
        rows.push({ what, measured: readUnits, allowed: BUDGETS.listOf50.changing, unit: 'units' });
      }
      return rows;
    };
    await fill(0, FEW);
    await tenant.as('LEAD')('GET', '/me');
    const few = await readsOf(FEW);
    await fill(FEW, MANY);
    const many = await readsOf(MANY);
    const { readUnits } = await world.meter(() => tenant.as('LEAD')('GET', '/me'));
    const writes = await writesOf(world, tenant);
    await world.stop();
    return [...few, ...many, { what: 'GET /me, with the authorizer', measured: readUnits, unit: 'units' }, ...writes];
  },
};
