// A release names a service that exists and is active, or creates it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsOf, type Kit, startWorld, verdict, type World } from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

const create = (over: object) =>
  world.asRole('DEVELOPER')('POST', '/releases', world.bodyOf(kit, { createService: undefined, ...over }));
const serviceOf = async (slug: string) => (await world.asLead('GET', `/services/${slug}`)).body;
const partition = async (name: string) => (await world.items()).filter(({ pk }) => String(pk).endsWith(name));

describe('createRelease', () => {
  it('refuses an unknown service, and says how to make one', async () => {
    const reply = await create({ service: 'nobody-knows' });
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([422, 'service.unknown', ['service service.unknown']]);
    expect(reply.body.detail).toBe(
      'nobody-knows does not exist; POST …/services first, or create a release with createService: true',
    );
    expect(await partition('#RELEASE_KEY#nobody-knows@1.0.0')).toEqual([]);
  });

  it('names the unknown service beside other violations', async () => {
    const reply = await create({ service: 'nobody-knows', communicationIntegrationId: kit.scm });
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([
      422,
      'release.invalid',
      ['communicationIntegrationId release.communication_not_found', 'service service.unknown'],
    ]);
  });

  it.each([undefined, true])('refuses an inactive service, with createService %s', async (createService) => {
    await world.service('asleep', { isActive: false });
    const reply = await create({ service: 'asleep', createService });
    expect(verdict(reply)).toEqual([422, 'service.inactive']);
  });

  it('takes a service of its own tenant alone', async () => {
    await world.service('theirs', {}, '0192f000-0000-7000-8000-000000000002');
    expect(verdict(await create({ service: 'theirs' }))).toEqual([422, 'service.unknown']);
  });

  it('creates the service in its transaction, with an event and an audit entry', async () => {
    const reply = await create({ service: 'made-along', createService: true });
    expect([reply.status, reply.body.service, 'createService' in reply.body]).toEqual([201, 'made-along', false]);
    const { id, ...service } = await serviceOf('made-along');
    expect(service).toMatchObject({ slug: 'made-along', name: 'made-along', versionScheme: 'SEMVER', isActive: true });
    expect((await partition(`#OUTBOX#${id}`)).map(({ detailType }) => detailType)).toEqual(['ServiceCreated']);
    expect((await partition(`#AUDIT#Service#${id}`)).map(({ action }) => action)).toEqual(['service.created']);
    expect((await world.stored(reply.body.id)).release).not.toHaveProperty('createService');
  });

  it.each([
    ['DEVELOPER', 'releases:write', 403],
    ['CI', 'releases:write', 403],
    ['DEVELOPER', 'catalog:write releases:write', 201],
    ['CI', 'catalog:write releases:write', 201],
  ] as const)('creates it for %s with the scopes %s: %i, as POST /services would', async (role, scopes, status) => {
    const service = `rights-${role.toLowerCase()}-${status}`;
    const body = world.bodyOf(kit, { service, createService: true });
    const reply = await world.call({ role, scopes, method: 'POST', path: '/releases', body });
    expect(reply.status).toBe(status);
    expect((await world.asLead('GET', `/services/${service}`)).status).toBe(status === 201 ? 200 : 404);
    if (status === 201) return;
    expect([reply.body.code, fieldsOf(reply)]).toEqual(['request.forbidden', ['createService request.forbidden']]);
    await world.service(service);
    expect((await world.call({ role, scopes, method: 'POST', path: '/releases', body })).status).toBe(201);
  });

  it('uses a service that exists already', async () => {
    await create({ service: 'twice', createService: true });
    const { revision, id } = await serviceOf('twice');
    expect((await create({ service: 'twice', createService: true })).status).toBe(201);
    expect(await serviceOf('twice')).toMatchObject({ id, revision });
    expect((await world.services.bySlug('0192f000-0000-7000-8000-000000000001', 'twice'))?.useCount).toBe(2);
  });

  it('of eight at once, one makes the service and all succeed', async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => create({ service: 'rushed', createService: true })),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(201));
    const { id } = await serviceOf('rushed');
    expect(await partition(`#OUTBOX#${id}`)).toHaveLength(1);
    expect((await world.services.bySlug('0192f000-0000-7000-8000-000000000001', 'rushed'))?.useCount).toBe(8);
  });

  it.each([
    ['SEMVER', 'autumn', 'must be a semantic version such as 1.5.0'],
    ['CALVER', 'autumn', 'must be a version of numeric parts such as 2026.03.1'],
    ['BUILD', '1.0.0', 'must be a build number such as 157'],
  ] as const)('refuses a version that is not of the scheme %s: %s', async (versionScheme, version, message) => {
    const service = `by-${versionScheme.toLowerCase()}`;
    await world.service(service, { versionScheme });
    const reply = await create({ service, version });
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([
      422,
      'release.invalid',
      ['version release.version_not_of_scheme'],
    ]);
    expect(reply.body.detail).toBe(`version ${message}: ${service} orders its versions by ${versionScheme}`);
  });

  it.each([
    ['CALVER', '2026.03.1'],
    ['BUILD', '157'],
    ['OPAQUE', 'autumn'],
  ] as const)('takes a version of the scheme %s: %s', async (versionScheme, version) => {
    const service = `by-${versionScheme.toLowerCase()}`;
    await world.service(service, { versionScheme });
    expect((await create({ service, version })).status).toBe(201);
  });

  it('refuses to make a service whose name another one has', async () => {
    await world.service('other', { name: 'Wanted' });
    expect(verdict(await create({ service: 'wanted', createService: true }))).toEqual([409, 'service.name_taken']);
  });
});
