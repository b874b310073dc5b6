// A service has one release of a version, whatever their keys, except cancelled releases.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsOf, type Kit, startWorld, verdict, type World } from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

const create = (body: object) => world.asLead('POST', '/releases', body);

describe('createRelease', () => {
  it('answers 409 release.version_taken to one service and version with another releaseKey (W11a)', async () => {
    const { service, version, releaseKey } = await world.release(kit);
    const reply = await create(world.bodyOf(kit, { service, version, releaseKey: 'twice' }));
    expect([...verdict(reply), ...fieldsOf(reply)]).toEqual([
      409,
      'release.version_taken',
      'version release.version_taken',
    ]);
    expect(reply.body.detail).toBe(
      `${service} ${version} exists already as ${releaseKey} (KICKOFF_PENDING, 1 Mar); give another version`,
    );
  });

  it.each([
    ['with a v', (version: string) => `v${version}`, (version: string) => version],
    ['without its v', (version: string) => version, (version: string) => `v${version}`],
  ])(
    'answers 409 release.version_taken to a version written %s, which has the same tag (W11a)',
    async (_, next, first) => {
      const plain = world.bodyOf(kit) as { service: string; version: string };
      const { service } = plain;
      const own = { service, version: first(plain.version), releaseKey: `spelled-${next('1')}` };
      expect((await create({ ...plain, ...own })).status).toBe(201);
      const reply = await create({ ...plain, version: next(plain.version) });
      expect(verdict(reply)).toEqual([409, 'release.version_taken']);
      expect(reply.body.detail).toContain(`${service} ${own.version} exists already as ${own.releaseKey}`);
      await world.asLead('POST', `/releases/${own.releaseKey}/cancel`);
      expect((await create({ ...plain, version: next(plain.version) })).status).toBe(201);
    },
  );

  it('finds a release of the version whose releaseKey says something else, and gives the version free with it (W11a)', async () => {
    const { id, service, version } = await world.release(kit, { releaseKey: 'autumn' });
    const again = (releaseKey?: string) => create(world.bodyOf(kit, { service, version, releaseKey }));
    expect(verdict(await again('winter'))).toEqual([409, 'release.version_taken']);
    expect(verdict(await again())).toEqual([409, 'release.key_taken']);
    expect((await world.asLead('GET', `/releases/${service}@${version}`)).body.id).toBe(id);
    expect((await world.asLead('DELETE', `/releases/${id}`)).status).toBe(204);
    expect((await again()).status).toBe(201);
  });

  it('leaves the version of a release that was cancelled to one with another releaseKey, and then to no third', async () => {
    const { id, service, version } = await world.release(kit);
    await world.asLead('POST', `/releases/${id}/cancel`);
    const again = (releaseKey?: string) => create(world.bodyOf(kit, { service, version, releaseKey }));
    const same = await again();
    expect(same.body.detail).toBe(
      `${service} ${version} exists already (CANCELLED, 1 Mar); delete it or give a releaseKey`,
    );
    expect((await again('second')).status).toBe(201);
    expect(verdict(await again('third'))).toEqual([409, 'release.version_taken']);
    await world.asLead('DELETE', `/releases/${id}`);
    expect(verdict(await again())).toEqual([409, 'release.version_taken']);
  });

  it('gives a version to one of eight that ask for it at once with keys of their own (W11a)', async () => {
    const body = world.bodyOf(kit);
    const replies = await Promise.all(Array.from({ length: 8 }, (_, n) => create({ ...body, releaseKey: `own-${n}` })));
    expect(replies.map(verdict).sort()).toEqual([
      [201, undefined],
      ...Array.from({ length: 7 }, () => [409, 'release.version_taken']),
    ]);
  });
});
