// revokeToken: an operator ends a token by the token or by its id; from then on the token opens nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme } from '../access/fixture.ts';
import { startTenants, type Tenants } from './fixture.ts';

let world: Tenants;
beforeAll(async () => {
  world = await startTenants();
});
afterAll(() => world.stop());

const MISSING = 'x'.repeat(43);
let slugs = 0;
async function issued() {
  const slug = `acme-${slugs++}`;
  const { tenant, tokens } = await world.bootstrap({ ...acme, slug });
  const [admin, lead] = tokens;
  if (!admin || !lead) throw new Error('no tokens');
  return { slug, tenant, admin, lead };
}
const contextOf = async (token: string) => (await world.authorized(`Bearer ${token}`)).context;

describe('revokeToken', () => {
  it.each(['token', 'tokenId'] as const)(
    'ends the token that is named by its %s, at once and alone (S7, W9)',
    async (by) => {
      const { slug, tenant, admin, lead } = await issued();
      const answer = await world.revoke({ slug, [by]: admin[by] });
      expect(answer).toEqual({ tenant, tokenId: admin.tokenId, name: 'Ada Admin', role: 'ADMIN', isRevoked: true });
      expect(await contextOf(admin.token)).toEqual({ problem: 'unknown' });
      expect(await contextOf(lead.token)).toMatchObject({ role: 'LEAD' });
      expect((await world.bootstrap({ ...acme, slug })).existing.tokens).toContainEqual(
        expect.objectContaining({ tokenId: admin.tokenId, isRevoked: true }),
      );
    },
  );

  it('leaves an event and an audit entry, once (S7)', async () => {
    const { slug, tenant, admin } = await issued();
    for (let round = 0; round < 2; round++) await world.revoke({ slug, tokenId: admin.tokenId });
    const items = (await world.items()).filter(({ pk }) => String(pk).startsWith(`T#${tenant.id}#`));
    expect(items.filter(({ detailType }) => detailType === 'TokenRevoked')).toHaveLength(1);
    expect(items.filter(({ action }) => action === 'token.revoked')).toMatchObject([
      {
        resourceType: 'ApiToken',
        resourceId: admin.tokenId,
        actor: { type: 'SYSTEM', id: 'operator' },
        details: { tokenId: admin.tokenId, role: 'ADMIN' },
      },
    ]);
  });

  it.each([
    ['an unknown tenant', { slug: 'nobody-here', tokenId: MISSING }, 'tenant.not_found'],
    ['an unknown token', { tokenId: MISSING }, 'token.not_found'],
  ])('refuses %s (S7)', async (_, over, code) => {
    const { slug } = await issued();
    await expect(world.revoke({ slug, ...over })).rejects.toMatchObject({ code });
  });

  it('refuses the token of another tenant (S7)', async () => {
    const [mine, theirs] = [await issued(), await issued()];
    await expect(world.revoke({ slug: mine.slug, token: theirs.admin.token })).rejects.toMatchObject({
      code: 'token.not_found',
    });
    expect(await contextOf(theirs.admin.token)).toMatchObject({ role: 'ADMIN' });
  });

  it.each([{}, { token: 'x', tokenId: 'y' }])('asks for one of the two names: %o (S7)', async (names) => {
    const { slug } = await issued();
    await expect(world.revoke({ slug, ...names })).rejects.toThrow('either the token or its tokenId');
  });
});
