// Services: who may create, read, change and delete them; their unique slugs and names; lists; refusals.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import {
  fieldsOf,
  inOtherTenant,
  MISSING_ID,
  NOW_ISO,
  startWorld,
  verdict,
  type World,
} from '../../support/release-world.ts';
import { describeAccess } from '../../support/trial/access-table.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

type Body = Record<string, unknown>;

let made = 0;
async function create(over: Body = {}): Promise<Body> {
  world.clock.at += 1;
  const reply = await world.asLead('POST', '/services', { slug: `service-${++made}`, ...over });
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.body;
}
const patch = (id: unknown, body: Body, headers = {}) => world.asLead('PATCH', `/services/${id}`, body, headers);
const get = (id: unknown) => world.asLead('GET', `/services/${id}`);
const remove = (id: unknown, headers = {}) => world.asLead('DELETE', `/services/${id}`, undefined, headers);
const partition = async (name: string) => (await world.items()).filter(({ pk }) => String(pk).endsWith(name));
const eventsOf = async (id: unknown) => (await partition(`#OUTBOX#${id}`)).map(({ detailType }) => detailType);
const auditOf = async (id: unknown) => (await partition(`#AUDIT#Service#${id}`)).map(({ action }) => action);

describeAccess(
  'catalog',
  [
    ['POST', '/services', { slug: 'access' }, ['ADMIN', 'LEAD', 'DEVELOPER', 'CI']],
    ['GET', '/services', undefined, ROLES],
    ['GET', '/services/access', undefined, ROLES],
    ['PATCH', '/services/access', { slackChannel: '#access' }, ['ADMIN', 'LEAD', 'DEVELOPER', 'CI']],
    ['DELETE', '/services/access', undefined, ['ADMIN', 'LEAD']],
  ],
  (request) => world.call(request),
  () => world.service('access'),
);

describe('createService', () => {
  it('answers, stores and tells the service', async () => {
    const ownerId = await world.member('DEVELOPER');
    const given = {
      slug: 'checkout-api',
      name: 'Checkout',
      description: 'Takes the money',
      ownerId,
      slackChannel: '#checkout',
      versionScheme: 'CALVER',
    };
    const reply = await world.asRole('DEVELOPER')('POST', '/services', given);
    const { id } = reply.body;
    expect(reply.body).toEqual({
      ...given,
      id,
      teamId: null,
      repositories: [],
      isActive: true,
      createdAt: expect.any(String),
      updatedAt: reply.body.createdAt,
      revision: 1,
    });
    expect(reply.headers).toMatchObject({ etag: '"1"', location: expect.stringMatching(`/services/${id}$`) });
    expect((await get(id)).body).toMatchObject(reply.body);
    expect((await get('checkout-api')).body).toMatchObject(reply.body);
    expect([await eventsOf(id), await auditOf(id)]).toEqual([['ServiceCreated'], ['service.created']]);
  });

  it('takes the slug as name, and SEMVER, by default', async () => {
    expect(await create({ slug: 'plain' })).toMatchObject({ name: 'plain', versionScheme: 'SEMVER', isActive: true });
  });

  it.each([
    ['a slug in capitals', { slug: 'Checkout' }, 'slug'],
    ['a slug with a slash', { slug: 'a/b' }, 'slug'],
    ['a slug like an id', { slug: MISSING_ID }, 'slug'],
    ['no slug', { slug: undefined }, 'slug'],
    ['an empty name', { name: ' ' }, 'name'],
    ['a scheme of its own', { versionScheme: 'LUCKY' }, 'versionScheme'],
    ['a channel with a space', { slackChannel: 'the channel' }, 'slackChannel'],
    ['a repository twice', { repositories: ['one', 'one'] }, 'repositories'],
    ['21 repositories', { repositories: Array.from({ length: 21 }, (_, at) => `r${at}`) }, 'repositories'],
    ['an unknown field', { owner: 'me' }, 'owner'],
  ])('refuses %s', async (_, over, path) => {
    const reply = await world.asLead('POST', '/services', { slug: 'refused', ...over });
    expect([reply.status, reply.body.fields.map((field: Body) => field.path)]).toEqual([400, [path]]);
    expect((await get('refused')).status).toBe(404);
  });

  it('refuses an owner who is no member', async () => {
    const foreign = await world.member('LEAD', { tenantId: inOtherTenant.tenantId });
    for (const ownerId of [MISSING_ID, foreign]) {
      const reply = await world.asLead('POST', '/services', { slug: 'refused', ownerId });
      expect([...verdict(reply), fieldsOf(reply)]).toEqual([
        422,
        'service.invalid',
        ['ownerId service.owner_not_found'],
      ]);
    }
  });

  it.each([
    ['slug', { slug: 'first' }, 'service.slug_taken'],
    ['name, without regard to case', { slug: 'second', name: 'FIRST one' }, 'service.name_taken'],
  ])('refuses a taken %s', async (_, over, code) => {
    await world.service('first', { name: 'First One' });
    const reply = await world.asLead('POST', '/services', over);
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([
      409,
      code,
      [`${code.includes('slug') ? 'slug' : 'name'} ${code}`],
    ]);
  });

  it('makes one of ten services that take a slug at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => world.asLead('POST', '/services', { slug: 'contested' })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });

  it('lets another tenant have the same slug and name', async () => {
    await world.service('shared');
    const reply = await world.call({
      role: 'LEAD',
      method: 'POST',
      path: '/services',
      body: { slug: 'shared' },
      ...inOtherTenant,
    });
    expect(reply.status).toBe(201);
  });
});

describe('getService', () => {
  it.each(['missing', MISSING_ID])('answers 404 for %s', async (id) => {
    expect(verdict(await get(id))).toEqual([404, 'service.not_found']);
  });

  it('answers 404 for a service of another tenant, by id and by slug', async () => {
    const { id, slug } = await create();
    for (const one of [id, slug]) {
      const reply = await world.call({ role: 'LEAD', method: 'GET', path: `/services/${one}`, ...inOtherTenant });
      expect(verdict(reply)).toEqual([404, 'service.not_found']);
    }
  });
});

describe('updateService', () => {
  it('changes fields, and null deletes one', async () => {
    const { id, slug } = await create({ description: 'old', slackChannel: '#old' });
    const reply = await patch(slug, { name: 'New name', description: null, versionScheme: 'BUILD', isActive: false });
    expect(reply.body).toMatchObject({
      id,
      slug,
      name: 'New name',
      description: null,
      slackChannel: '#old',
      revision: 2,
    });
    expect((await get(id)).body).toMatchObject(reply.body);
    expect(await eventsOf(id)).toEqual(['ServiceCreated', 'ServiceUpdated']);
    expect(await auditOf(id)).toEqual(['service.created', 'service.updated']);
  });

  it('changes nothing when it repeats what is stored', async () => {
    const { id, name } = await create();
    expect((await patch(id, { name })).body.revision).toBe(1);
    expect(await eventsOf(id)).toEqual(['ServiceCreated']);
  });

  it('frees the former name, and takes the new one', async () => {
    const { id } = await create({ name: 'Before' });
    await patch(id, { name: 'After' });
    expect((await create({ name: 'before' })).name).toBe('before');
    expect(verdict(await world.asLead('POST', '/services', { slug: 'late', name: 'AFTER' }))).toEqual([
      409,
      'service.name_taken',
    ]);
    expect((await patch(id, { name: 'AFTER' })).body.name).toBe('AFTER');
  });

  it.each([
    ['nothing', {}, ''],
    ['the slug', { slug: 'another' }, 'slug'],
    ['no name', { name: null }, 'name'],
  ])('refuses a change of %s', async (_, body, path) => {
    const { id } = await create();
    const reply = await patch(id, body);
    expect([reply.status, reply.body.fields.map((field: Body) => field.path)]).toEqual([400, [path]]);
  });

  it('answers 412 for another revision', async () => {
    const { id } = await create();
    expect((await patch(id, { isActive: false }, { 'if-match': '"1"' })).status).toBe(200);
    expect((await patch(id, { isActive: true }, { 'if-match': '"1"' })).status).toBe(412);
  });
});

describe('listServices', () => {
  it('filters by owner, team and activity, page by page, newest first', async () => {
    const own = await startWorld();
    const owner = await own.member('LEAD');
    const slugs = ['a', 'b', 'c', 'd', 'e'];
    for (const [at, slug] of slugs.entries()) {
      own.clock.at += 1;
      await own.service(slug, { ...(at % 2 === 0 ? { ownerId: owner } : { teamId: 'team' }), isActive: at < 3 });
    }
    const slugsOf = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      let cursor = '';
      do {
        const { body } = await own.asLead('GET', `/services?limit=2${query}${cursor}`);
        found.push(...body.items.map(({ slug }: Body) => slug));
        cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
      } while (cursor !== '');
      return found;
    };
    expect(await slugsOf('')).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(await slugsOf(`&owner=${owner}`)).toEqual(['e', 'c', 'a']);
    expect(await slugsOf('&team=team')).toEqual(['d', 'b']);
    expect(await slugsOf('&isActive=true')).toEqual(['c', 'b', 'a']);
    expect(await slugsOf(`&owner=${owner}&isActive=false`)).toEqual(['e']);
    expect((await own.call({ role: 'VIEWER', method: 'GET', path: '/services', ...inOtherTenant })).body.items).toEqual(
      [],
    );
    await own.stop();
  });
});

describe('deleteService', () => {
  it('deletes the service with its slug and name', async () => {
    const { id, slug, name } = await create({ name: 'To delete' });
    expect((await remove(slug)).status).toBe(204);
    expect((await get(id)).status).toBe(404);
    expect(await eventsOf(id)).toEqual(['ServiceCreated', 'ServiceDeleted']);
    expect(await auditOf(id)).toEqual(['service.created', 'service.deleted']);
    expect((await create({ slug, name })).id).not.toBe(id);
  });

  it('is refused while releases name it, and says which', async () => {
    const kit = await world.integrationKit();
    const { id, releaseKey } = await world.release(kit, { service: 'used' });
    const refused = await remove('used');
    expect([...verdict(refused), refused.body.useCount, refused.body.releases]).toEqual([
      409,
      'service.in_use',
      1,
      [{ releaseId: id, releaseKey }],
    ]);
    expect(refused.body.detail).toBe(`1 resource names it: ${releaseKey}`);
    expect((await world.asLead('DELETE', `/releases/${id}`)).status).toBe(204);
    expect((await remove('used')).status).toBe(204);
  });

  it('and a release that names it: one of the two comes true', async () => {
    const kit = await world.integrationKit();
    for (let round = 0; round < 8; round++) {
      const service = `race-${round}`;
      await world.service(service);
      const body = world.bodyOf(kit, { service, createService: undefined });
      const [created, deleted] = await Promise.all([world.asLead('POST', '/releases', body), remove(service)]);
      const both = [created.status, deleted.status];
      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual(both);
      expect((await get(service)).status).toBe(created.status === 201 ? 200 : 404);
    }
  });

  it('answers 412 for another revision', async () => {
    const { id } = await create();
    expect((await remove(id, { 'if-match': '"2"' })).status).toBe(412);
  });
});

it('stamps with the time of the request', async () => {
  world.clock.at = Date.parse(NOW_ISO);
  expect((await world.asLead('POST', '/services', { slug: 'stamped' })).body.createdAt).toBe(NOW_ISO);
});
