// The credentials of a removed user: they stop working with the removal, and are deleted by the consumer of UserRemoved.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemOf, type Write } from '../../../entities/_base/table/table.ts';
import { type ApiTokenRepo, createApiTokenRepo } from '../../../entities/access/api-token.repo.ts';
import { UserRemoved } from '../../../entities/people/events.ts';
import { onUserRemoved } from '../../../functions/access/on/user-removed.ts';
import { withLaggingIndexes } from '../../support/table.ts';
import { type Access, startAccess } from './fixture.ts';

let world: Access;
beforeAll(async () => {
  world = await startAccess();
});
afterAll(() => world.stop());
type Tenant = Awaited<ReturnType<Access['tenant']>>;

const PASSWORD = 'correct horse battery';

/** Removes the user as the people domain does; answers the event. */
async function remove(home: Tenant, userId: string) {
  const { people } = world.deps;
  await world.seed(home.id, people.remove(await people.get(home.id, userId)));
  const actor = { type: 'SYSTEM', id: 'tests', name: 'tests' } as const;
  const caller = { tenantId: home.id, actor, correlationId: 'tests', at: world.clock.at };
  const { detail } = UserRemoved.create(caller, userId, { userId });
  return { id: 'e', source: '', 'detail-type': UserRemoved.type, time: '', detail };
}
type Event = Awaited<ReturnType<typeof remove>>;
const hear = (event: Event, over: object = {}) => onUserRemoved(event, { ...world.deps, ...over } as never);
const kindsOf = async (id: string) =>
  [
    ...new Set(
      (await world.items())
        .filter((item) => JSON.stringify(item).includes(id))
        .map(({ __edb_e__: kind }) => String(kind)),
    ),
  ].sort();

/** A developer with one credential of each kind. */
async function leaver(slug?: string) {
  const home = await world.tenant(slug);
  const userId = await home.password('DEVELOPER', PASSWORD);
  const login = String((await world.items()).find((item) => item.userId === userId && item.username)?.username);
  await home.signIn(login, PASSWORD);
  const session = String((await home.signIn(login, PASSWORD)).body.token);
  const token = await home.as('DEVELOPER')('POST', '/tokens', { name: 'Script' });
  const revoked = await home.as('DEVELOPER')('POST', '/tokens', { name: 'Old' });
  await home.as('DEVELOPER')('DELETE', `/tokens/${revoked.body.id}`);
  await world.call({ method: 'POST', path: '/password-resets', tenant: home.id, body: { login } });
  await world.deps.passwords.keepReset({ tenantId: home.id, userId, resetId: 'r', hash: 'h', expiresAtEpoch: 9e9 });
  await world.seed(home.id, world.deps.providers.link(home.id, 'provider', 'subject', userId));
  await world.seed(home.id, [
    world.deps.passkeys.create({
      ...{ tenantId: home.id, userId, credentialId: 'phone', name: 'Phone', publicKey: 'key', counter: 0 },
      ...{ transports: [], isBackedUp: true, createdAt: '', updatedAt: '', revision: 1, schemaVersion: 1 },
    }),
  ]);
  return { home, userId, session, token: String(token.body.token) };
}

describe('a removed user', () => {
  it('leaves no credential behind, however often the event is delivered; others keep theirs', async () => {
    const { home, userId } = await leaver();
    const other = await home.password('LEAD', PASSWORD);
    const event = await remove(home, userId);
    const kinds = ['apiToken', 'apiTokenCount', 'knownAddress', 'passkey', 'password', 'passwordReset', 'providerLink'];
    expect(await kindsOf(userId)).toEqual([...kinds, 'session', 'userLink', 'auditEntry', 'outboxEvent'].sort());
    for (const _ of ['once', 'again']) await hear(event);
    expect(await kindsOf(userId)).toEqual(['auditEntry', 'outboxEvent']);
    expect(await kindsOf(other)).toContain('password');
    expect((await home.as('LEAD')('GET', '/me')).status).toBe(200);
  });

  it('has tokens and sessions that stop working before they are deleted; tokens of CI that the user made go on', async () => {
    const { home, userId, session, token } = await leaver();
    const [admin, lead] = ['ADMIN', 'LEAD'].map((role) => String(home.of(role).userId)) as [string, string];
    const ci = await home.as('ADMIN')('POST', '/tokens', { name: 'CI', role: 'CI' });
    await world.seed(
      home.id,
      world.deps.people.change(await world.deps.people.get(home.id, lead), '', { role: 'ADMIN' }),
    );
    const get = async (credential: string) =>
      (await world.call({ method: 'GET', path: '/me', tenant: home.id, token: credential })).status;
    expect([await get(session), await get(token)]).toEqual([200, 200]);
    await remove(home, userId);
    expect([await get(session), await get(token)]).toEqual([401, 401]);
    const event = await remove(home, admin);
    await hear(event);
    expect(await get(String(ci.body.token))).toBe(200);
  });

  it('has a token that was made milliseconds before: the consumer tries again until the index knows it', async () => {
    const { home, userId } = await leaver();
    const event = await remove(home, userId);
    const apiTokens = createApiTokenRepo(withLaggingIndexes(world.table));
    await expect(hear(event, { apiTokens })).rejects.toMatchObject({ code: 'request.conflict' });
    expect(await kindsOf(userId)).toContain('apiToken');
    await hear(event);
    expect(await kindsOf(userId)).toEqual(['auditEntry', 'outboxEvent']);
  });

  it('cannot make a token with a credential that was valid a moment ago', async () => {
    const { home, userId, token } = await leaver();
    const create: ApiTokenRepo['create'] = (item) => {
      const [first, ...others] = world.deps.apiTokens.create(item) as [Write, ...Write[]];
      const afterRemoval = async () => {
        await remove(home, userId);
        return itemOf(first);
      };
      return [{ ...first, item: afterRemoval }, ...others];
    };
    const reply = await world.callWith(
      { apiTokens: { ...world.deps.apiTokens, create } },
      { method: 'POST', path: '/tokens', body: { name: 'Late' }, tenant: home.id, token },
    );
    expect([reply.status, reply.body.code]).toEqual([403, 'request.forbidden']);
  });
});
