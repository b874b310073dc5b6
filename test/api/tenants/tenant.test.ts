// The tenant: who sees and changes it, and that earlier slugs stay valid everywhere.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { acme, NOW } from '../access/fixture.ts';
import { startTenants, type Tenants } from './fixture.ts';

let world: Tenants;
beforeAll(async () => {
  world = await startTenants();
});
afterAll(() => world.stop());

let made = 0;
/** A tenant of its own. */
async function tenant() {
  made += 1;
  const slug = `place-${made}`;
  const { tenant: known, tokens } = await world.bootstrap({ ...acme, slug });
  const at = { tenantId: known.id, credentialTenantId: known.id };
  return {
    ...{ id: known.id, slug, token: tokens[0]?.token },
    patch: (body: object, over: object = {}) =>
      world.api({ method: 'PATCH', path: '/tenant', role: 'ADMIN', body, ...at, ...over }),
    show: (over: object = {}) => world.api({ method: 'GET', path: '/tenant', role: 'VIEWER', ...at, ...over }),
  };
}

describe('getTenant', () => {
  it.each(ROLES)('answers the tenant to the role %s', async (role) => {
    const { id, slug, show } = await tenant();
    const { status, body } = await show({ role });
    expect([status, body]).toEqual([
      200,
      {
        ...{ id, slug, aliases: [], name: 'Acme', timeZone: 'UTC', revision: 1 },
        ...{ createdAt: new Date(NOW).toISOString(), updatedAt: new Date(NOW).toISOString() },
      },
    ]);
  });

  it.each([
    ['without a credential', { role: undefined }, 401],
    ['without the scope', { scopes: 'people:read' }, 403],
    ['of another tenant', { tenantId: 'elsewhere' }, 404],
  ])('answers a request %s', async (_, over, status) => {
    const { show } = await tenant();
    expect((await show(over)).status).toBe(status);
  });
});

describe('updateTenant', () => {
  it('changes name and time zone', async () => {
    const { id, patch, show } = await tenant();
    const { status, body } = await patch({ name: 'Acme Ltd', timeZone: 'Europe/Berlin' });
    expect([status, body]).toMatchObject([
      200,
      { name: 'Acme Ltd', timeZone: 'Europe/Berlin', aliases: [], revision: 2 },
    ]);
    expect((await show()).body).toEqual(body);
    const audit = (await world.items()).filter(({ pk }) => pk === `T#${id}#AUDIT#Tenant#${id}`);
    expect(audit.at(-1)).toMatchObject({ action: 'tenant.updated' });
  });

  it.each(ROLES)('is answered to the role %s as its manifest says', async (role) => {
    const { patch } = await tenant();
    expect((await patch({ name: 'x' }, { role })).status).toBe(role === 'ADMIN' ? 200 : 403);
  });

  it.each([
    ['nothing', {}, 400],
    ['a slug with capitals', { slug: 'Acme' }, 400],
    ['a slug of two letters', { slug: 'ab' }, 400],
    ['a slug that looks like an id', { slug: '0192f000-0000-7000-8000-000000000001' }, 400],
    ['an unknown time zone', { timeZone: 'Mars/Olympus' }, 400],
    ['an empty name', { name: ' ' }, 400],
    ['its aliases', { aliases: [] }, 400],
  ])('refuses %s', async (_, body, status) => {
    const { patch } = await tenant();
    expect((await patch(body)).status).toBe(status);
  });

  it('answers 412 for a revision that is not the present one', async () => {
    const { patch } = await tenant();
    expect((await patch({ name: 'x' }, { headers: { 'if-match': '"9"' } })).status).toBe(412);
  });

  it('keeps earlier slugs as aliases, and takes them back', async () => {
    const { id, slug, patch } = await tenant();
    const names = [`${slug}-b`, `${slug}-c`, slug, `${slug}-c`];
    const shown: unknown[] = [];
    for (const wanted of names) {
      const { body } = await patch({ slug: wanted });
      shown.push([body.slug, body.aliases]);
      for (const known of [...body.aliases, body.slug]) expect(await world.tenants.idOfSlug(known)).toBe(id);
    }
    expect(shown).toEqual([
      [`${slug}-b`, [slug]],
      [`${slug}-c`, [slug, `${slug}-b`]],
      [slug, [`${slug}-b`, `${slug}-c`]],
      [`${slug}-c`, [`${slug}-b`, slug]],
    ]);
  });

  it('lets requests through by slug, alias and id, and by no other slug', async () => {
    const { id, slug, token, patch } = await tenant();
    await patch({ slug: `${slug}-new` });
    const statuses = await Promise.all(
      [id, slug, `${slug}-new`, ' ', `${slug}-old`].map((one) => world.get(one, '/me', token)),
    );
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404]);
  });

  it('answers 409 tenant.slug_taken for the slug or the alias of another tenant', async () => {
    const [one, other] = [await tenant(), await tenant()];
    await other.patch({ slug: `${other.slug}-new` });
    for (const slug of [other.slug, `${other.slug}-new`]) {
      const { status, body } = await one.patch({ slug });
      expect([status, body.code]).toEqual([409, 'tenant.slug_taken']);
    }
    await expect(world.bootstrap({ ...acme, slug: other.slug })).resolves.toMatchObject({ tenant: { id: other.id } });
  });

  it('leaves a slug to one of ten tenants that want it at once', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, tenant));
    const replies = await Promise.all(all.map(({ patch }) => patch({ slug: 'wanted-by-all' })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
  });

  it('refuses the twenty-first earlier slug', async () => {
    const { slug, patch } = await tenant();
    for (let index = 0; index < 20; index++) expect((await patch({ slug: `${slug}-${index}` })).status).toBe(200);
    expect((await patch({ slug: `${slug}-more` })).body.code).toBe('tenant.too_many_aliases');
    expect((await patch({ slug })).status).toBe(200);
  });

  it('is found by operators by an alias', async () => {
    const { id, slug, patch } = await tenant();
    await patch({ slug: `${slug}-new` });
    await expect(world.remove({ slug, confirmation: slug })).resolves.toMatchObject({ tenant: { id } });
  });

  it('frees its slug and its aliases when the tenant is removed', async () => {
    const { id, slug, patch } = await tenant();
    await patch({ slug: `${slug}-new` });
    const stored = await world.tenants.find(id);
    const caller = {
      tenantId: id,
      actor: { type: 'SYSTEM', id: 'x', name: 'x' },
      correlationId: 'x',
      at: NOW,
    } as const;
    const audit = { action: 'x', resourceType: 'x', resourceId: 'x' };
    await world.save(caller, { writes: stored ? world.tenants.remove(stored) : [], events: [], audit });
    expect([await world.tenants.idOfSlug(slug), await world.tenants.idOfSlug(`${slug}-new`)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
