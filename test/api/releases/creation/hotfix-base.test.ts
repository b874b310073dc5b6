// The base that a release is cut from: a branch, or for a hotfix a tag.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsOf, type Kit, NOW_ISO, startWorld, type World } from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

const create = (over: Record<string, unknown>) =>
  world.asLead('POST', '/releases', world.bodyOf(kit, { releaseType: 'HOTFIX', baseBranch: undefined, ...over }));

/** A release of the service that is out. */
async function releaseOut(service: string, tag: string): Promise<void> {
  world.clock.at += 1;
  const { id } = await world.release(kit, { service, version: tag.slice(1) });
  const { release } = await world.stored(id);
  await world.seed([world.releases.update(release, NOW_ISO, { status: 'RELEASED', tag, releaseDate: NOW_ISO })]);
}

describe('createRelease', () => {
  it('of a hotfix takes a tag', async () => {
    expect((await create({ baseTag: 'v1.4.0' })).body).toMatchObject({ baseTag: 'v1.4.0', baseBranch: 'v1.4.0' });
  });

  it('of a hotfix takes the tag of the latest release of the service by default', async () => {
    await releaseOut('ledger', 'v1.0.0');
    await releaseOut('ledger', 'v1.1.0');
    expect((await create({ service: 'ledger' })).body).toMatchObject({ baseTag: 'v1.1.0' });
  });

  it.each([
    ['2.0.1', 'v2.0.0'],
    ['1.4.2', 'v1.4.1'],
    ['1.4.1-hotfix', 'v1.4.0'],
  ])('of the hotfix %s takes %s, although an older line was released last', async (version, baseTag) => {
    const service = `lines-${version}`;
    for (const tag of ['v1.4.0', 'v2.0.0', 'v1.4.1']) await releaseOut(service, tag);
    expect((await create({ service, version })).body).toMatchObject({ baseTag, baseVersion: baseTag.slice(1) });
  });

  it('of a hotfix reads what the service has released once, for its tag and for the version before it', async () => {
    await releaseOut('wallet', 'v1.0.0');
    const { result, commands } = await world.meter(() => create({ service: 'wallet', version: '1.0.1' }));
    expect(result.body).toMatchObject({ baseTag: 'v1.0.0', baseVersion: '1.0.0' });
    expect(commands.filter((command) => command === 'Query')).toHaveLength(1);
  });

  it('of a hotfix that names tag and version reads nothing of what the service has released', async () => {
    const { commands } = await world.meter(() => create({ baseTag: 'v1.4.0', baseVersion: '1.4.0' }));
    expect(commands).not.toContain('Query');
  });

  it('of a hotfix takes a branch when one is named', async () => {
    await releaseOut('books', 'v1.0.0');
    const { body } = await create({ service: 'books', baseBranch: 'main' });
    expect([body.baseBranch, body.baseTag]).toEqual(['main', undefined]);
  });

  it.each([
    ['a hotfix of a service that was never released', { service: 'unheard-of' }, ['baseBranch release.base_missing']],
    [
      'a hotfix below all that was released',
      { service: 'ledger', version: '0.9.1' },
      ['baseBranch release.base_missing'],
    ],
    ['a PLANNED release without a branch', { releaseType: 'PLANNED' }, ['baseBranch release.base_missing']],
    ['a MAJOR release from a tag', { releaseType: 'MAJOR', baseTag: 'v1' }, ['baseTag release.base_tag_not_allowed']],
  ])('refuses %s', async (_, over, fields) => {
    const reply = await create(over);
    expect([reply.status, fieldsOf(reply)]).toEqual([422, fields]);
  });
});
