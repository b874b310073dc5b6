// Repositories: who may do what; unique per provider and external id; the services that name one keep it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import {
  fieldsOf,
  inOtherTenant,
  MISSING_ID,
  paths,
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
const bodyOf = (over: Body = {}): Body => ({
  provider: 'github',
  externalId: `R_${++made}`,
  name: 'acme/checkout',
  url: 'https://github.com/acme/checkout',
  ...over,
});
async function create(over: Body = {}): Promise<Body> {
  world.clock.at += 1;
  const reply = await world.asLead('POST', '/repositories', bodyOf(over));
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.body;
}
const at = (id: unknown) => `/repositories/${id}`;
const partition = async (name: string) => (await world.items()).filter(({ pk }) => String(pk).endsWith(name));

const developers = ['ADMIN', 'LEAD', 'DEVELOPER', 'CI'];
describeAccess(
  'catalog',
  [
    ['POST', '/repositories', {}, developers],
    ['GET', '/repositories', undefined, ROLES],
    ['GET', '/repositories/x', undefined, ROLES],
    ['PATCH', '/repositories/x', { name: 'a' }, developers],
    ['DELETE', '/repositories/x', undefined, ['ADMIN', 'LEAD']],
  ],
  (request) => world.call(request),
);

describe('createRepository', () => {
  it('answers, stores and tells the repository', async () => {
    const given = bodyOf({ defaultBranch: 'trunk' });
    const reply = await world.asLead('POST', '/repositories', given);
    const { id } = reply.body;
    const stamp = expect.any(String);
    expect(reply.body).toEqual({ ...given, id, createdAt: stamp, updatedAt: stamp, revision: 1 });
    expect((await world.asLead('GET', at(id))).body).toMatchObject(reply.body);
    expect((await partition(`#OUTBOX#${id}`)).map(({ detailType }) => detailType)).toEqual(['RepositoryCreated']);
    expect((await partition(`#AUDIT#Repository#${id}`)).map(({ action }) => action)).toEqual(['repository.created']);
  });

  it('takes main as the default branch', async () => {
    expect((await create()).defaultBranch).toBe('main');
  });

  it.each([
    ['an unknown provider', { provider: 'svn' }, 'provider'],
    ['no external id', { externalId: undefined }, 'externalId'],
    ['an external id with a hash', { externalId: 'a#b' }, 'externalId'],
    ['an address that is none', { url: 'acme/checkout' }, 'url'],
    ['an address with a password', { url: 'https://me:secret@github.com/a/b' }, 'url'],
    ['a branch that git refuses', { defaultBranch: 'a..b' }, 'defaultBranch'],
    ['an empty name', { name: '' }, 'name'],
    ['an unknown field', { stars: 3 }, 'stars'],
  ])('refuses %s', async (_, over, path) => {
    const reply = await world.asLead('POST', '/repositories', bodyOf(over));
    expect([reply.status, paths(reply)]).toEqual([400, [path]]);
  });

  it('makes one of five with the same id at the provider', async () => {
    const body = bodyOf();
    const replies = await Promise.all(Array.from({ length: 5 }, () => world.asLead('POST', '/repositories', body)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const refused = await world.asLead('POST', '/repositories', body);
    expect([...verdict(refused), fieldsOf(refused)]).toEqual([
      409,
      'repository.taken',
      ['externalId repository.taken'],
    ]);
  });

  it('takes the same id at another provider, and in another tenant', async () => {
    const { externalId } = await create();
    expect((await create({ provider: 'gitlab', externalId })).externalId).toBe(externalId);
    const body = bodyOf({ externalId });
    const theirs = await world.call({ role: 'LEAD', method: 'POST', path: '/repositories', body, ...inOtherTenant });
    expect(theirs.status).toBe(201);
  });
});

describe('listRepositories', () => {
  it('filters by provider and external id, newest first', async () => {
    const own = await startWorld();
    for (const [index, provider] of ['github', 'gitlab', 'github'].entries()) {
      own.clock.at += 1;
      await own.asLead('POST', '/repositories', bodyOf({ provider, externalId: `${index}` }));
    }
    const list = async (query: string) =>
      (await own.asLead('GET', `/repositories?${query}`)).body.items.map(({ externalId }: Body) => externalId);
    expect(await list('')).toEqual(['2', '1', '0']);
    expect(await list('provider=github')).toEqual(['2', '0']);
    expect(await list('provider=github&externalId=0')).toEqual(['0']);
    expect((await own.asLead('GET', '/repositories?externalId=0')).body.fields).toMatchObject([{ path: 'externalId' }]);
    expect(await list('provider=gitlab&externalId=0')).toEqual([]);
    const { body } = await own.asLead('GET', '/repositories?limit=2');
    expect(await list(`limit=2&cursor=${body.nextCursor}`)).toEqual(['0']);
    await own.stop();
  });
});

describe('getRepository', () => {
  it.each([MISSING_ID, 'x'])('answers 404 for %s', async (id) => {
    expect(verdict(await world.asLead('GET', at(id)))).toEqual([404, 'repository.not_found']);
  });

  it('answers 404 for one of another tenant', async () => {
    const { id } = await create();
    const reply = await world.call({ role: 'LEAD', method: 'GET', path: at(id), ...inOtherTenant });
    expect(verdict(reply)).toEqual([404, 'repository.not_found']);
  });
});

describe('updateRepository', () => {
  it('changes name, address and branch; never provider and external id', async () => {
    const { id } = await create();
    const reply = await world.asLead('PATCH', at(id), { name: 'acme/pay', defaultBranch: 'next' });
    expect(reply.body).toMatchObject({ name: 'acme/pay', defaultBranch: 'next', revision: 2 });
    expect(paths(await world.asLead('PATCH', at(id), { externalId: 'other' }))).toEqual(['externalId']);
    expect((await world.asLead('PATCH', at(id), { name: 'late' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await partition(`#OUTBOX#${id}`)).map(({ detailType }) => detailType)).toEqual([
      'RepositoryCreated',
      'RepositoryUpdated',
    ]);
  });
});

describe('deleteRepository', () => {
  it('is refused while services name it, and says which', async () => {
    const { id } = await create();
    const { body: service } = await world.asLead('POST', '/services', { slug: 'of-it', repositories: [id] });
    const refused = await world.asLead('DELETE', at(id));
    expect([...verdict(refused), refused.body.services]).toEqual([
      409,
      'repository.in_use',
      [{ serviceId: service.id, slug: 'of-it' }],
    ]);
    await world.asLead('PATCH', '/services/of-it', { repositories: [] });
    expect((await world.asLead('DELETE', at(id))).status).toBe(204);
    expect((await world.asLead('GET', at(id))).status).toBe(404);
  });

  it('is possible once its last service is deleted, and frees its external id', async () => {
    const { id, externalId } = await create();
    await world.asLead('POST', '/services', { slug: 'shortlived', repositories: [id] });
    expect((await world.asLead('DELETE', '/services/shortlived')).status).toBe(204);
    expect((await world.asLead('DELETE', at(id))).status).toBe(204);
    expect((await create({ externalId })).id).not.toBe(id);
  });

  it('and a service that names it: one of the two comes true', async () => {
    for (let round = 0; round < 8; round++) {
      const { id } = await create();
      const body = { slug: `names-${round}`, repositories: [id] };
      const [named, deleted] = await Promise.all([
        world.asLead('POST', '/services', body),
        world.asLead('DELETE', at(id)),
      ]);
      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([named.status, deleted.status]);
    }
  });
});

it('a service names repositories that exist', async () => {
  const { id } = await create();
  const reply = await world.asLead('POST', '/services', { slug: 'wrong', repositories: [id, MISSING_ID, 'x'] });
  expect([...verdict(reply), fieldsOf(reply)]).toEqual([
    422,
    'service.invalid',
    ['repositories[1] service.repository_not_found', 'repositories[2] service.repository_not_found'],
  ]);
});
