// bootstrapTenant: the first tenant with its people and tokens; repeating it creates nothing twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme } from '../access/fixture.ts';
import { startTenants, type Tenants } from './fixture.ts';

let world: Tenants;
beforeAll(async () => {
  world = await startTenants();
});
afterAll(() => world.stop());

let slugs = 0;
const fresh = (over: object = {}) => ({ ...acme, slug: `acme-${slugs++}`, ...over });
const count = async (entity: string) => (await world.items()).filter((item) => item.__edb_e__ === entity).length;

describe('bootstrapTenant', () => {
  it('creates the tenant with its people and answers a token for each, in their order', async () => {
    const input = fresh();
    const { tenant, tokens } = await world.bootstrap(input);
    expect(tenant).toEqual({ id: expect.any(String), slug: input.slug });
    expect(tokens.map(({ role, name, userId }) => [role, name, userId !== undefined])).toEqual([
      ['ADMIN', 'Ada Admin', true],
      ['LEAD', 'Lin Lead', true],
      ['DEVELOPER', 'Dan Developer', true],
      ['VIEWER', 'Vic Viewer', true],
      ['CI', 'CI', false],
    ]);
    expect(await world.people.userOfIdentity(tenant.id, { provider: 'slack', externalId: 'U0ADA' })).toBe(
      tokens[0]?.userId,
    );
  });

  it('stores no token, only its hash', async () => {
    const { tokens } = await world.bootstrap(fresh());
    const stored = JSON.stringify(await world.items());
    for (const { token } of tokens) expect(stored).not.toContain(token);
  });

  it('repeated, creates nobody twice and issues tokens that work beside the old ones', async () => {
    const input = fresh();
    const first = await world.bootstrap(input);
    const before = [await count('tenant'), await count('user'), await count('adminCount')];
    const second = await world.bootstrap(input);
    expect([await count('tenant'), await count('user'), await count('adminCount')]).toEqual(before);
    expect(second.tenant).toEqual(first.tenant);
    expect(second.tokens.map(({ userId }) => userId)).toEqual(first.tokens.map(({ userId }) => userId));
    for (const { token } of [...first.tokens, ...second.tokens]) {
      expect((await world.authorized(`Bearer ${token}`)).context.tenantSlug).toBe(input.slug);
    }
  });

  it('repeated with somebody new, adds that person', async () => {
    const input = fresh();
    await world.bootstrap(input);
    const { tokens } = await world.bootstrap({ ...input, members: [{ role: 'LEAD', fullName: 'New Lead' }] });
    const { context } = await world.authorized(`Bearer ${tokens[0]?.token}`);
    expect(context).toMatchObject({ actorType: 'USER', actorName: 'New Lead', role: 'LEAD' });
  });

  it('repeated with another role, leaves somebody the role of the membership', async () => {
    const input = fresh();
    await world.bootstrap(input);
    const { tokens } = await world.bootstrap({ ...input, members: [{ role: 'ADMIN', fullName: 'Vic Viewer' }] });
    expect(tokens[0]?.role).toBe('VIEWER');
    expect((await world.authorized(`Bearer ${tokens[0]?.token}`)).context.role).toBe('VIEWER');
  });

  it('repeated with a weaker role, issues a token of that role, which may do no more (S7)', async () => {
    const input = fresh();
    const first = await world.bootstrap(input);
    const again = await world.bootstrap({ ...input, members: [{ role: 'VIEWER', fullName: 'Ada Admin' }] });
    expect(again.tokens).toMatchObject([{ role: 'VIEWER', userId: first.tokens[0]?.userId }]);
    expect((await world.authorized(`Bearer ${again.tokens[0]?.token}`)).context.role).toBe('VIEWER');
    expect((await world.authorized(`Bearer ${first.tokens[0]?.token}`)).context.role).toBe('ADMIN');
  });

  it('says which members and tokens existed before, and holds no token of them (S7)', async () => {
    const input = fresh();
    const first = await world.bootstrap(input);
    expect([first.isNew, first.existing]).toEqual([true, { members: [], tokens: [] }]);
    const again = await world.bootstrap({ ...input, members: [{ role: 'VIEWER', fullName: 'Ada Admin' }] });
    expect(again.isNew).toBe(false);
    expect(again.existing.members.map(({ name, role, isActive }) => `${name} ${role} ${isActive}`).sort()).toEqual([
      'Ada Admin ADMIN true',
      'Dan Developer DEVELOPER true',
      'Lin Lead LEAD true',
      'Vic Viewer VIEWER true',
    ]);
    expect(again.existing.tokens.map(({ tokenId }) => tokenId).sort()).toEqual(
      first.tokens.map(({ tokenId }) => tokenId).sort(),
    );
    for (const { token } of first.tokens) expect(JSON.stringify(again)).not.toContain(token);
  });

  it('creates one tenant when two do it at once', async () => {
    const input = fresh();
    const both = await Promise.allSettled([world.bootstrap(input), world.bootstrap(input)]);
    const lost = both.filter((one) => one.status === 'rejected');
    for (const { reason } of lost) expect(reason).toMatchObject({ code: 'tenant.slug_taken' });
    const slugs = (await world.items()).filter(({ __edb_e__, slug }) => __edb_e__ === 'tenant' && slug === input.slug);
    expect(slugs).toHaveLength(1);
  });

  it.each([
    ['a slug with capitals', { slug: 'Acme' }],
    ['a slug of two letters', { slug: 'ab' }],
    ['no members', { members: [] }],
    [
      'eleven members',
      { members: Array.from({ length: 11 }, (_, index) => ({ role: 'LEAD', fullName: `p${index}` })) },
    ],
    ['a role that there is not', { members: [{ role: 'ROOT', fullName: 'x' }] }],
    ['two people of one name', { members: [acme.members[0], { role: 'LEAD', fullName: 'ADA ADMIN' }] }],
  ])('refuses %s', async (_, over) => {
    await expect(world.bootstrap(fresh(over))).rejects.toThrow();
  });
});
