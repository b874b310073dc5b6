// The authorizer and GET /me: valid and invalid tokens, the refusal of each invalid one, and the tenant of a token.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { hashToken, mintToken, readToken } from '../../../entities/access/api-token.model.ts';
import { createAuthorize } from '../../../functions/access/authorizer/authorize.ts';
import { createFairShare } from '../../../functions/access/authorizer/fair-share.ts';
import { acme, NOW, startTenants, type Tenants } from '../tenants/fixture.ts';

let world: Tenants;
let tenantId: TenantId;
let tokens: Awaited<ReturnType<Tenants['bootstrap']>>['tokens'];
let foreign: Awaited<ReturnType<Tenants['bootstrap']>>;
beforeAll(async () => {
  world = await startTenants();
  const made = await world.bootstrap(acme);
  tenantId = made.tenant.id;
  tokens = made.tokens;
  foreign = await world.bootstrap({ ...acme, slug: 'other' });
});
afterAll(() => world.stop());

const tokenOf = (role: string) => tokens.find((item) => item.role === role)?.token ?? '';

/** A token that is stored as `over` says. */
async function stored(over: object): Promise<string> {
  const token = mintToken(tenantId);
  const createdAt = new Date(NOW).toISOString();
  const item = {
    tenantId,
    hash: hashToken(token),
    name: 'x',
    role: 'LEAD',
    scopes: '*',
    isRevoked: false,
    createdAt,
    ...over,
  };
  const caller = { tenantId, actor: { type: 'SYSTEM', id: 'x', name: 'x' }, correlationId: 'x', at: NOW } as const;
  const audit = { action: 'x', resourceType: 'x', resourceId: 'x' };
  await world.save(caller, { writes: [world.apiTokens.create(item as never)], events: [], audit });
  return token;
}
/** The token of a user who is deactivated. */
async function left(): Promise<string> {
  const userId = '0192f000-0000-7000-8000-0000000000bb';
  const names = { email: 'gone@acme.test', username: 'gone', fullName: 'Gone', isEmailConfirmed: true };
  const user = { tenantId, userId, ...names, role: 'LEAD', isActive: false, createdAt: iso(NOW) } as const;
  const caller = { tenantId, actor: { type: 'SYSTEM', id: 'x', name: 'x' }, correlationId: 'x', at: NOW } as const;
  const audit = { action: 'x', resourceType: 'x', resourceId: 'x' };
  await world.save(caller, { writes: world.people.create(tenantId, [{ user }]), events: [], audit });
  return stored({ userId });
}
const hour = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

describe('the authorizer', () => {
  it.each(acme.members)('knows the $role', async ({ role, fullName }) => {
    const { context } = await world.authorized(`Bearer ${tokenOf(role)}`);
    expect(context).toMatchObject({
      tenantId,
      tenantSlug: 'acme',
      actorType: role === 'CI' ? 'TOKEN' : 'USER',
      actorName: fullName,
      role,
      scopes: '*',
    });
  });

  it('takes the scheme in any letters', async () => {
    expect((await world.authorized(`bearer  ${tokenOf('LEAD')}`)).context.role).toBe('LEAD');
  });

  const refused: [string, () => Promise<string | undefined> | string | undefined, string][] = [
    ['no header', () => undefined, 'missing'],
    ['an empty header', () => '', 'missing'],
    ['another scheme', () => `Basic ${tokenOf('LEAD')}`, 'missing'],
    ['a scheme without a token', () => 'Bearer ', 'missing'],
    ['two tokens', () => `Bearer ${tokenOf('LEAD')} ${tokenOf('LEAD')}`, 'missing'],
    ['a token of another form', () => 'Bearer ghp_abc', 'malformed'],
    ['a token that is cut short', () => `Bearer ${tokenOf('LEAD').slice(0, -1)}`, 'malformed'],
    ['a token that nobody has', () => `Bearer ${mintToken(tenantId)}`, 'unknown'],
    [
      'a token of a tenant that is gone',
      () => `Bearer ${mintToken('0192f000-0000-7000-8000-00000000dead' as TenantId)}`,
      'unknown',
    ],
    [
      'a token with one letter changed',
      () => `Bearer ${tokenOf('LEAD').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))}`,
      'unknown',
    ],
    ['a revoked token', async () => `Bearer ${await stored({ isRevoked: true })}`, 'unknown'],
    ['a token that expired this moment', async () => `Bearer ${await stored({ validUntil: iso(NOW) })}`, 'expired'],
    ['a token of somebody who left', async () => `Bearer ${await left()}`, 'unknown'],
    ['a token of somebody who never was', async () => `Bearer ${await stored({ userId: 'nobody' })}`, 'unknown'],
  ];
  it.each(refused)('refuses %s', async (_, header, problem) => {
    expect(await world.authorized(await header())).toEqual({ isAuthorized: true, context: { problem } });
  });

  it('takes a token up to the moment it expires', async () => {
    const token = await stored({ validUntil: iso(NOW + hour) });
    expect((await world.authorized(`Bearer ${token}`, NOW + hour - 1)).context.role).toBe('LEAD');
  });

  it('takes role and name from the membership, not from the token', async () => {
    const token = await stored({ role: 'ADMIN', userId: tokens[3]?.userId });
    expect((await world.authorized(`Bearer ${token}`)).context).toMatchObject({
      role: 'VIEWER',
      actorName: 'Vic Viewer',
    });
  });
});

describe('the memory of the authorizer', () => {
  /** Counts what it asks the table. */
  function watched() {
    let reads = 0;
    const count =
      <T extends unknown[], R>(read: (...given: T) => R) =>
      (...given: T): R => {
        reads += 1;
        return read(...given);
      };
    const { tenant, token, membership } = world.reads;
    const authorize = createAuthorize({ tenant: count(tenant), token: count(token), membership: count(membership) });
    return {
      reads: () => reads,
      ask: async (token: string, now: number) => (await authorize(`Bearer ${token}`, now)).context,
    };
  }

  it('spares the table for half a minute', async () => {
    const { reads, ask } = watched();
    const first = await ask(tokenOf('LEAD'), NOW);
    expect(reads()).toBe(3);
    expect(await ask(tokenOf('LEAD'), NOW + 29_999)).toEqual(first);
    expect(reads()).toBe(3);
    await ask(tokenOf('LEAD'), NOW + 30_000);
    expect(reads()).toBe(6);
  });

  it('lets a revoked token in for half a minute at most', async () => {
    const { ask } = watched();
    const { tenant, tokens: others } = await world.bootstrap({ ...acme, slug: 'revokes' });
    const [admin] = others as [(typeof others)[number]];
    expect(await ask(admin.token, NOW)).toMatchObject({ tenantId: tenant.id });
    await world.revoke({ slug: 'revokes', tokenId: admin.tokenId });
    expect(await ask(admin.token, NOW + 29_999)).toMatchObject({ tenantId: tenant.id });
    expect(await ask(admin.token, NOW + 30_000)).toEqual({ problem: 'unknown' });
  });

  it('does not outlast the token', async () => {
    const { ask } = watched();
    const token = await stored({ validUntil: iso(NOW + 1000) });
    expect((await ask(token, NOW)).role).toBe('LEAD');
    expect(await ask(token, NOW + 1000)).toEqual({ problem: 'expired' });
  });

  it('keeps no token that is not good: it may become so', async () => {
    const { ask } = watched();
    const token = mintToken(tenantId);
    expect(await ask(token, NOW)).toEqual({ problem: 'unknown' });
    await stored({ hash: hashToken(token) });
    expect((await ask(token, NOW)).role).toBe('LEAD');
  });
});

describe('GET /me', () => {
  const path = '/me';
  it.each(acme.members)('is open to the $role, by id and by slug of the tenant', async ({ role }) => {
    expect((await world.get(tenantId, path, tokenOf(role))).status).toBe(200);
    expect((await world.get('acme', path, tokenOf(role))).status).toBe(200);
  });

  it('answers 401 without a token', async () => {
    const reply = await world.get(tenantId, path);
    expect([reply.status, reply.body.code]).toEqual([401, 'request.unauthenticated']);
  });

  it('answers 403 without the scope', async () => {
    const reply = await world.get(tenantId, path, await stored({ scopes: 'releases:read' }));
    expect([reply.status, reply.body.code]).toEqual([403, 'request.forbidden']);
  });

  it('answers the same 404 in another tenant and in none', async () => {
    const replies = await Promise.all(
      [foreign.tenant.id, 'other', 'nobody'].map((tenant) => world.get(tenant, path, tokenOf('ADMIN'))),
    );
    for (const reply of replies) expect([reply.status, reply.text]).toEqual([404, replies[0]?.text]);
  });
});

describe('getMe', () => {
  it('tells who the credential is, in which tenant', async () => {
    expect((await world.get('acme', '/me', tokenOf('LEAD'))).body).toEqual({
      tenant: { id: tenantId, slug: 'acme', name: 'Acme' },
      actor: { type: 'USER', id: tokens[1]?.userId, name: 'Lin Lead' },
    });
  });
});

describe('a token', () => {
  it('names its tenant and is told by its hash', () => {
    const token = mintToken(tenantId);
    expect(token).toMatch(/^wl_[\w-]{65}$/);
    expect(readToken(token)).toEqual({ tenantId, hash: hashToken(token) });
    expect(mintToken(tenantId)).not.toBe(token);
  });
});

describe('a tenant’s share of requests', () => {
  it('is used up by those who are of the tenant alone, and leaves other tenants theirs (S17)', async () => {
    const authorize = createAuthorize(world.reads, createFairShare(1));
    const ask = async (token: string) => (await authorize(`Bearer ${token}`, NOW)).context;
    for (let count = 0; count < 5; count++) {
      // The tenant is in a token, whoever made it.
      expect(await ask(mintToken(tenantId))).toEqual({ problem: 'unknown' });
    }
    const asked = [await ask(tokenOf('ADMIN')), await ask(tokenOf('VIEWER')), await ask(tokenOf('LEAD'))];
    expect(asked.map(({ problem }) => problem)).toEqual([undefined, undefined, 'throttled']);
    expect(asked[2]).toEqual({ problem: 'throttled', waitSeconds: '1' });
    expect((await ask(foreign.tokens[0]?.token ?? '')).problem).toBeUndefined();
  });
});
