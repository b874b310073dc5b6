// The authorizer: which credentials are valid, what a bad one is answered, what it remembers, and what it notes of their use.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { mintSecret, readSecret } from '../../../entities/access/secret.model.ts';
import { createTenantRepo } from '../../../entities/tenants/tenant.repo.ts';
import { createFairShare } from '../../../functions/access/authorizer/fair-share.ts';
import { type Access, acme, iso, NOW, startAccess } from './fixture.ts';

let world: Access;
let tenant: Awaited<ReturnType<Access['tenant']>>;
beforeAll(async () => {
  world = await startAccess();
});
beforeEach(async () => {
  world.clock.at = NOW;
  tenant = await world.tenant();
});
afterAll(() => world.stop());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const UNKNOWN = '0192f000-0000-7000-8000-00000000dead';
const bearer = (token: string) => ({ method: 'GET', headers: { authorization: `Bearer ${token}` } });
const tokenOf = (role: string) => tenant.of(role).token;
const contextOf = async (token: string, ip?: string) =>
  (await world.authorized(`Bearer ${token}`, ip === undefined ? {} : { ip })).context;
/** A token of the LEAD that the API made. */
const made = async (body: object = {}) => (await tenant.as('LEAD')('POST', '/tokens', { name: 'x', ...body })).body;
const session = async (role = 'LEAD') => {
  await tenant.password(role, 'correct horse battery');
  const { body } = await tenant.signIn(role === 'LEAD' ? 'lin.lead' : 'vic.viewer', 'correct horse battery');
  return body;
};

describe('the authorizer', () => {
  it.each(acme.members)('knows the $role', async ({ role, fullName }) => {
    expect(await contextOf(tokenOf(role))).toMatchObject({
      tenantId: tenant.id,
      tenantSlug: tenant.slug,
      actorType: role === 'CI' ? 'TOKEN' : 'USER',
      actorName: fullName,
      role,
      scopes: '*',
      credential: 'API_TOKEN',
      credentialId: tenant.of(role).tokenId,
    });
  });

  it('knows a session, with all that its user may do', async () => {
    const { token, session: started } = await session();
    expect(await contextOf(token)).toMatchObject({
      actorType: 'USER',
      actorId: tenant.of('LEAD').userId,
      role: 'LEAD',
      scopes: '*',
      credential: 'SESSION',
      credentialId: started.id,
    });
  });

  it('takes the scheme in any letters', async () => {
    expect((await world.authorized(`bearer  ${tokenOf('LEAD')}`)).context.role).toBe('LEAD');
  });

  const changed = (token: string) => token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const minted = (tenantId: string) => mintSecret('wl', { tenantId, tokenId: UNKNOWN }).secret;
  const refused: [string, () => Promise<string | undefined> | string | undefined, string][] = [
    ['no header', () => undefined, 'missing'],
    ['an empty header', () => '', 'missing'],
    ['another scheme', () => `Basic ${tokenOf('LEAD')}`, 'missing'],
    ['a scheme without a token', () => 'Bearer ', 'missing'],
    ['two tokens', () => `Bearer ${tokenOf('LEAD')} ${tokenOf('LEAD')}`, 'missing'],
    ['a token of another form', () => 'Bearer ghp_abc', 'malformed'],
    ['a token that is cut short', () => `Bearer ${tokenOf('LEAD').slice(0, -1)}`, 'malformed'],
    [
      'a session token with the prefix of an API token',
      async () => `Bearer ${(await session()).token.replace('wls_', 'wl_')}`,
      'malformed',
    ],
    [
      'the secret of a mailed link',
      () => `Bearer ${mintSecret('wlr', { tenantId: tenant.id, userId: UNKNOWN, resetId: UNKNOWN }).secret}`,
      'malformed',
    ],
    ['a token that nobody has', () => `Bearer ${minted(tenant.id)}`, 'unknown'],
    ['a token of a tenant that does not exist', () => `Bearer ${minted(UNKNOWN)}`, 'unknown'],
    ['the id of a token with another secret', () => `Bearer ${changed(tokenOf('LEAD'))}`, 'unknown'],
    ['the id of a session with another secret', async () => `Bearer ${changed((await session()).token)}`, 'unknown'],
    [
      'a token with the id of another tenant’s token',
      async () => `Bearer ${tokenOf('LEAD').slice(0, 25)}${(await world.tenant()).of('LEAD').token.slice(25)}`,
      'unknown',
    ],
    [
      'a revoked token',
      async () => {
        const { id, token } = await made();
        await tenant.as('LEAD')('DELETE', `/tokens/${id}`);
        return `Bearer ${token}`;
      },
      'unknown',
    ],
    [
      'a revoked session',
      async () => {
        const { token, session: started } = await session();
        await tenant.as('LEAD')('DELETE', `/sessions/${started.id}`);
        return `Bearer ${token}`;
      },
      'unknown',
    ],
    [
      'a token that expires this moment',
      async () => {
        const { token } = await made({ expiresAt: iso(NOW + HOUR) });
        world.clock.at = NOW + HOUR;
        return `Bearer ${token}`;
      },
      'expired',
    ],
    [
      'a session that was not used for twelve hours',
      async () => {
        const { token } = await session();
        world.clock.at = NOW + 12 * HOUR;
        return `Bearer ${token}`;
      },
      'unknown',
    ],
  ];
  it.each(refused)('refuses %s', async (_, header, problem) => {
    expect(await world.authorized(await header())).toEqual({ isAuthorized: true, context: { problem } });
  });

  it('accepts a token up to the moment it expires', async () => {
    const { token } = await made({ expiresAt: iso(NOW + HOUR) });
    world.clock.at = NOW + HOUR - 1;
    expect((await contextOf(token)).role).toBe('LEAD');
  });

  it('accepts a session that is used for seven days, and no longer', async () => {
    const { token } = await session();
    for (world.clock.at = NOW; world.clock.at < NOW + 7 * DAY; world.clock.at += 11 * HOUR) {
      expect((await contextOf(token)).role).toBe('LEAD');
    }
    world.clock.at = NOW + 7 * DAY;
    expect(await contextOf(token)).toEqual({ problem: 'unknown' });
  });
});

describe('the memory of the authorizer', () => {
  /** One authorizer for many requests, and the requests to the table that it needs. */
  function watched() {
    const authorize = world.authorizer();
    let commands: string[] = [];
    return {
      commands: () => commands,
      ask: async (token: string, now: number, ip = '192.0.2.1') => {
        world.clock.at = now;
        const measured = await world.meter(() => authorize(bearer(token), world.sender({ ip })));
        commands = measured.commands;
        return measured.result.context;
      },
    };
  }

  it('answers without the table for half a minute', async () => {
    const { commands, ask } = watched();
    const first = await ask(tokenOf('LEAD'), NOW);
    expect(commands()).not.toEqual([]);
    expect(await ask(tokenOf('LEAD'), NOW + 29_999)).toEqual(first);
    expect(commands()).toEqual([]);
    await ask(tokenOf('LEAD'), NOW + 30_000);
    expect(commands()).toEqual(['GetItem', 'GetItem', 'GetItem']);
  });

  it('knows a slug that the tenant got since, at once, and the earlier one', async () => {
    const authorize = world.authorizer();
    const tenants = createTenantRepo(world.table);
    const slugOf = async (name: string) => {
      const { context } = await authorize(bearer(tokenOf('LEAD')), { ...world.sender(), tenant: name });
      return [context.tenantSlug, context.tenantAliases];
    };
    expect(await slugOf(tenant.slug)).toEqual([tenant.slug, '']);
    const stored = await tenants.find(tenant.id);
    const next = { slug: `${tenant.slug}-new`, aliases: [tenant.slug] };
    if (stored) await world.seed(tenant.id, tenants.update(stored, iso(NOW), next));
    for (const name of [next.slug, tenant.slug]) expect(await slugOf(name)).toEqual([next.slug, tenant.slug]);
  });

  it('accepts a revoked token for half a minute at most', async () => {
    const { ask } = watched();
    const { id, token } = await made();
    expect((await ask(token, NOW)).role).toBe('LEAD');
    await tenant.as('LEAD')('DELETE', `/tokens/${id}`);
    expect((await ask(token, NOW + 29_999)).role).toBe('LEAD');
    expect(await ask(token, NOW + 30_000)).toEqual({ problem: 'unknown' });
  });

  it('does not outlast the token', async () => {
    const { ask } = watched();
    const { token } = await made({ expiresAt: iso(NOW + 1000) });
    expect((await ask(token, NOW)).role).toBe('LEAD');
    expect(await ask(token, NOW + 1000)).toEqual({ problem: 'expired' });
  });
});

describe('the use of a token', () => {
  const shown = async () => (await tenant.as('LEAD')('GET', `/tokens/${tenant.of('LEAD').tokenId}`)).body;

  it('is noted with time and address, at most every five minutes', async () => {
    const token = tokenOf('LEAD');
    await contextOf(token);
    expect(await shown()).toMatchObject({ lastUsedAt: iso(NOW), lastUsedIp: '192.0.2.1' });
    world.clock.at = NOW + 299_999;
    await contextOf(token);
    expect((await shown()).lastUsedAt).toBe(iso(NOW));
    world.clock.at = NOW + 300_000;
    await contextOf(token);
    expect((await shown()).lastUsedAt).toBe(iso(NOW + 300_000));
  });

  it('leaves one audit entry for each address that is new to the token', async () => {
    for (const ip of ['192.0.2.7', '198.51.100.7', '192.0.2.7', '2001:db8:0:1::1', '2001:db8:0:1:ffff::2']) {
      await contextOf(tokenOf('VIEWER'), ip);
    }
    const entries = await tenant.entries('token.used_from_new_address');
    const { tokenId, userId } = tenant.of('VIEWER');
    expect(entries.map(({ details }) => (details as { address: string }).address).sort()).toEqual([
      '192.0.2.7',
      '198.51.100.7',
      '2001:db8:0:1::/64',
    ]);
    expect(entries[0]).toMatchObject({ resourceType: 'ApiToken', resourceId: tokenId, actor: { id: userId } });
  });

  it('leaves one entry when two requests come from a new address at once', async () => {
    await Promise.all([contextOf(tokenOf('VIEWER')), contextOf(tokenOf('VIEWER'))]);
    expect(await tenant.entries('token.used_from_new_address')).toHaveLength(1);
  });

  it('keeps the fifty addresses that were new last', async () => {
    for (let index = 0; index < 52; index++) await contextOf(tokenOf('CI'), `203.0.113.${index}`);
    const stored = (await world.items()).find(
      ({ tokenId, __edb_e__ }) => tokenId === tenant.of('CI').tokenId && __edb_e__ === 'apiToken',
    );
    expect(stored?.addresses).toHaveLength(50);
    expect((stored?.addresses as string[] | undefined)?.[0]).toBe('203.0.113.2');
  });

  it('does not make a request fail when it cannot be noted', async () => {
    const { middlewareStack } = world.table.client;
    middlewareStack.add(
      (next, context) => async (args) => {
        if (/Update|Transact/.test(String(context.commandName))) throw new Error('no writes');
        return next(args);
      },
      { step: 'initialize', name: 'no-writes' },
    );
    const { context } = await world.authorizer()(bearer(tokenOf('LEAD')), world.sender());
    middlewareStack.remove('no-writes');
    expect(context.role).toBe('LEAD');
  });
});

describe('a credential', () => {
  it('names its tenant and subject, and is stored as a hash', async () => {
    const { token, id } = await made();
    expect(token).toMatch(/^wl_[\w-]{87}$/);
    expect(readSecret('wl', token)).toMatchObject({ tenantId: tenant.id, tokenId: id });
    expect(JSON.stringify(await world.items())).not.toContain(token.slice(-43));
  });
});

describe('a tenant’s share of requests', () => {
  it('is used up by its own credentials alone, and leaves other tenants theirs (S17)', async () => {
    const foreign = await world.tenant();
    const authorize = world.authorizer(createFairShare(1));
    const ask = async (token: string) => (await authorize(bearer(token), world.sender())).context;
    for (let count = 0; count < 5; count++) {
      // Anybody can name a tenant in a token.
      const { secret } = mintSecret('wl', { tenantId: tenant.id as TenantId, tokenId: UNKNOWN });
      expect(await ask(secret)).toEqual({ problem: 'unknown' });
    }
    const asked = [await ask(tokenOf('ADMIN')), await ask(tokenOf('VIEWER')), await ask(tokenOf('LEAD'))];
    expect(asked.map(({ problem }) => problem)).toEqual([undefined, undefined, 'throttled']);
    expect(asked[2]).toEqual({ problem: 'throttled', waitSeconds: '1' });
    expect((await ask(foreign.of('ADMIN').token)).problem).toBeUndefined();
  });

  it('is another for people with a session, so that open pages leave CI its own', async () => {
    const authorize = world.authorizer(createFairShare(1));
    const ask = async (token: string) => (await authorize(bearer(token), world.sender())).context.problem;
    const { token } = await session();
    expect([await ask(token), await ask(token), await ask(token)]).toEqual([undefined, undefined, 'throttled']);
    expect(await ask(tokenOf('CI'))).toBeUndefined();
  });
});
