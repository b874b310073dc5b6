// suggestVersions, and the base version that a creation takes from the same releases.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Kit, startWorld, verdict, type World } from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeEach(async () => {
  world ??= await startWorld();
  kit ??= await world.integrationKit();
});
afterAll(() => world.stop());

/** A release of the service that is out, or archived after it was. */
async function released(service: string, version: string, isArchived = false): Promise<string> {
  const { id } = await world.release(kit, { service, version });
  const { release } = await world.stored(id);
  world.clock.at += 1000;
  const out = { status: 'RELEASED' as const, releaseDate: new Date(world.clock.at).toISOString() };
  await world.seed([world.releases.update(release, out.releaseDate, out)]);
  if (isArchived) await world.asLead('POST', `/releases/${id}/archive`);
  return id;
}
const suggest = (service: string) => world.asLead('GET', `/releases/suggestions?service=${service}`);

describe('suggestVersions', () => {
  it('names the next versions after the highest one that is out', async () => {
    await released('web', '1.5.0');
    const id = await released('web', '1.10.0');
    await released('web', '1.4.1');
    await world.release(kit, { service: 'web', version: '3.0.0' });
    const { status, body } = await suggest('web');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      service: 'web',
      major: '2.0.0',
      minor: '1.11.0',
      patch: '1.10.1',
      reason: 'FROM_LATEST',
    });
    expect(body.latest).toMatchObject({ releaseId: id, version: '1.10.0' });
  });

  it('passes over pre-releases, however many there were since the stable line (K12)', async () => {
    await released('beta', '1.5.3');
    for (let number = 1; number <= 30; number += 1) await released('beta', `2.0.0-beta.${number}`);
    const { body } = await suggest('beta');
    expect(body).toMatchObject({ major: '2.0.0', minor: '1.6.0', patch: '1.5.4', latest: { version: '1.5.3' } });
    const next = await world.release(kit, { service: 'beta', version: '1.6.0' });
    expect((await world.stored(next.id)).release.baseVersion).toBe('1.5.3');
  });

  it('builds on the build before it at equal precedence (K29)', async () => {
    await released('builds', '1.4.0');
    await released('builds', '1.5.0+45');
    const { id } = await world.release(kit, { service: 'builds', version: '1.5.0+46' });
    expect((await world.stored(id)).release.baseVersion).toBe('1.5.0+45');
  });

  it('starts a service that has no release at zero', async () => {
    const { body } = await suggest('unheard-of');
    expect(body).toMatchObject({ latest: null, minor: '0.1.0', reason: 'FIRST_RELEASE' });
  });

  it('answers nulls and says why when the latest is not a semantic version', async () => {
    await world.service('seasons', { versionScheme: 'OPAQUE' });
    await released('seasons', 'autumn');
    await world.asLead('PATCH', '/services/seasons', { versionScheme: 'SEMVER' });
    const { body } = await suggest('seasons');
    expect(body).toMatchObject({ major: null, minor: null, patch: null, reason: 'LATEST_NOT_SEMVER' });
    expect(body.explanation).toContain('autumn');
  });

  it.each([
    ['CALVER', ['2026.2.4', '2026.2.10'], '2026.3.0', 'FROM_LATEST'],
    ['CALVER', [], '2026.03.0', 'FIRST_RELEASE'],
    ['BUILD', ['99', '100'], '101', 'FROM_LATEST'],
    ['OPAQUE', ['zebra', 'apple'], null, 'NO_ORDER'],
  ] as const)('follows the scheme %s after %j', async (versionScheme, versions, next, reason) => {
    const service = `${versionScheme}-${versions.length}`.toLowerCase();
    await world.service(service, { versionScheme });
    for (const version of versions) await released(service, version);
    const { body } = await suggest(service);
    expect(body).toMatchObject({ versionScheme, next, reason, major: null, minor: null, patch: null });
    expect(body.latest?.version).toBe(versions.at(-1));
  });

  it('counts archived releases when no other is left', async () => {
    await released('attic', '2.0.0', true);
    expect((await suggest('attic')).body).toMatchObject({ patch: '2.0.1' });
  });

  it.each(['', '?service=', '?service=A%20b', '?service=web&limit=1'])(
    'answers 400 to the query "%s"',
    async (query) => {
      const reply = await world.asLead('GET', `/releases/suggestions${query}`);
      expect(verdict(reply)).toEqual([400, 'request.invalid']);
    },
  );
});

describe('the baseVersion of a new release', () => {
  it('is the release before it, unless one is given', async () => {
    for (const version of ['1.4.0', '1.4.1', '1.5.0']) await released('base', version);
    const created = async (version: string, over = {}) =>
      (await world.release(kit, { service: 'base', version, ...over })).baseVersion;
    expect(await created('1.6.0')).toBe('1.5.0');
    expect(await created('1.4.2', { releaseType: 'HOTFIX' })).toBe('1.4.1');
    expect(await created('1.7.0', { baseVersion: '1.4.0' })).toBe('1.4.0');
    expect(await created('1.0.0')).toBeUndefined();
  });
});
