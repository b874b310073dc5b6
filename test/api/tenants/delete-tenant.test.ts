// deleteTenant: the operator's input and its answers; afterwards the tenant is unknown to everybody.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenantPresence } from '../../../entities/tenants/removal/tenant-presence.repo.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { acme, NOW } from '../access/fixture.ts';
import { startTenants, type Tenants } from './fixture.ts';

const NOW_ISO = '2026-03-01T12:00:00.000Z';
const UNKNOWN_TENANT = '0192f000-0000-7000-8000-00000000dead';

let world: Tenants;
beforeAll(async () => {
  world = await startTenants();
});
afterAll(() => world.stop());

let count = 0;
/** A tenant of its own, with one token. */
async function tenant() {
  const slug = `going-${++count}`;
  const { tenant: made, tokens } = await world.bootstrap({ ...acme, slug, members: [acme.members[0]] });
  return { id: made.id, slug, token: tokens[0]?.token ?? '' };
}
const confirmed = (slug: string) => ({ task: 'deleteTenant', slug, confirmation: slug });
const partition = async (part: string) =>
  (await world.items())
    .filter(({ pk }) => String(pk).startsWith(`T#${part}`))
    .sort((one, other) => (String(one.sk) < String(other.sk) ? -1 : 1));

describe('deleteTenant', () => {
  it('marks the tenant in one change with its event and its audit entry', async () => {
    const { id, slug } = await tenant();
    const before = (await partition(id)).length;
    expect(await world.remove(confirmed(slug))).toStrictEqual({ tenant: { id, slug }, deletedAt: NOW_ISO });
    const [stored] = (await world.items()).filter(({ pk }) => pk === `T#${id}`);
    expect(stored).toMatchObject({ slug, deletedAt: NOW_ISO });
    expect(await partition(id)).toHaveLength(before + 2);
    const said = (await partition(`${id}#OUTBOX#${id}`)).map(busEventOf);
    expect(said.at(-1)).toMatchObject({
      source: 'windlass.tenants',
      'detail-type': 'TenantDeleted',
      detail: { tenantId: id, actor: { type: 'SYSTEM', id: 'operator' }, data: { slug } },
    });
    expect((await partition(`${id}#AUDIT#Tenant#${id}`)).at(-1)).toMatchObject({
      action: 'tenant.deleted',
      details: { slug },
    });
  });

  it('answers the same when it is repeated, and changes nothing', async () => {
    const { id, slug } = await tenant();
    const first = await world.remove(confirmed(slug));
    const before = await partition(id);
    expect(await world.remove(confirmed(slug), NOW + 60_000)).toStrictEqual(first);
    expect(await partition(id)).toStrictEqual(before);
  });

  it('deletes once when two do it at once', async () => {
    const { id, slug } = await tenant();
    const answers = await Promise.all([1, 2, 3].map((late) => world.remove(confirmed(slug), NOW + late)));
    expect(new Set(answers.map(({ deletedAt }) => deletedAt)).size).toBe(1);
    const deletions = (await partition(`${id}#OUTBOX#`)).filter(({ detailType }) => detailType === 'TenantDeleted');
    expect(deletions).toHaveLength(1);
  });

  it.each([
    ['no slug', { confirmation: 'acme' }],
    ['no confirmation', { slug: 'acme' }],
    ['another slug as confirmation', { slug: 'acme', confirmation: 'acne' }],
    ['a confirmation in other letters', { slug: 'acme', confirmation: 'ACME' }],
    ['an empty slug', { slug: '', confirmation: '' }],
    ['a field that there is not', { ...confirmed('acme'), force: true }],
    ['nothing', undefined],
  ])('refuses %s', async (_, input) => {
    await expect(world.remove(input)).rejects.toMatchObject({ name: 'ZodError' });
  });

  it('refuses a slug that no tenant has with tenant.not_found', async () => {
    await expect(world.remove(confirmed('nobody'))).rejects.toMatchObject({ name: 'tenant.not_found', status: 404 });
  });
});

describe('a tenant that is being deleted', () => {
  it('answers a token as an unknown tenant does', async () => {
    const { slug, token } = await tenant();
    expect((await world.get(slug, '/me', token)).status).toBe(200);
    await world.remove(confirmed(slug));
    const forged = `wl_${Buffer.from(UNKNOWN_TENANT.replaceAll('-', ''), 'hex').toString('base64url')}${token.slice(25)}`;
    const [reply, unknown] = [await world.get(slug, '/me', token), await world.get(slug, '/me', forged)];
    expect([reply.status, unknown.status, reply.body.code]).toEqual([401, 401, 'request.unauthenticated']);
    expect(reply.text).toBe(unknown.text);
  });

  it('is not there for its own API, nor for consumers and tasks', async () => {
    const { id, slug } = await tenant();
    const isThere = createTenantPresence(world.table);
    expect([await isThere(id), await isThere(UNKNOWN_TENANT)]).toEqual([true, false]);
    await world.remove(confirmed(slug));
    expect([await isThere(id), await world.tenants.get(id)]).toEqual([false, undefined]);
  });

  it('issues no tokens and takes no people, and its slug is taken', async () => {
    const { id, slug } = await tenant();
    await world.remove(confirmed(slug));
    const before = await partition(id);
    const input = { ...acme, slug, members: [{ role: 'LEAD', fullName: 'New Lead' }] };
    await expect(world.bootstrap(input)).rejects.toMatchObject({
      code: 'tenant.slug_taken',
      message: expect.stringContaining('is being deleted'),
    });
    expect(await partition(id)).toStrictEqual(before);
  });

  it('is another one than a tenant beside it', async () => {
    const [gone, other] = [await tenant(), await tenant()];
    await world.remove(confirmed(gone.slug));
    expect((await world.get(other.slug, '/me', other.token)).status).toBe(200);
  });
});
