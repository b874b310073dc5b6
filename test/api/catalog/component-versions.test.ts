// Versions of components: the map of tags, the moves of a tag, digests; refusals.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inOtherTenant, verdict, type World } from '../../support/release-world.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { at, type Body, digestOf, startComponents } from './components-fixture.ts';

let world: World;
let stage: Awaited<ReturnType<typeof startComponents>>;
const create = (over: Body = {}) => stage.create(over);
const record = (...given: Parameters<typeof stage.record>) => stage.record(...given);
const partition = (name: string) => stage.partition(name);
const versions = (...given: Parameters<typeof stage.versions>) => stage.versions(...given);
beforeAll(async () => {
  stage = await startComponents();
  world = stage.world;
});
afterAll(() => world.stop());

describe('recordComponentVersion', () => {
  it('records a tag, with the version and channel that it says', async () => {
    const { id } = await create();
    const reply = await record(id, 'v1.5.0-beta.2', 'a');
    const stamp = new Date(world.clock.at).toISOString();
    expect(reply.body).toEqual({
      id: expect.any(String),
      componentId: id,
      tag: 'v1.5.0-beta.2',
      digest: digestOf('a'),
      semver: '1.5.0-beta.2',
      channel: 'beta',
      movedAt: stamp,
      createdAt: stamp,
      updatedAt: stamp,
      revision: 1,
    });
    expect((await world.asLead('GET', `${at(id)}/versions/v1.5.0-beta.2`)).body).toEqual(reply.body);
    const told = (await partition(`#OUTBOX#${id}`)).map((item) => (busEventOf(item).detail as Body).data);
    expect(told.at(-1)).toEqual({
      componentId: id,
      versions: [{ tag: 'v1.5.0-beta.2', digest: digestOf('a'), semver: '1.5.0-beta.2', channel: 'beta' }],
    });
    expect((await partition(`#AUDIT#Component#${id}`)).map(({ action }) => action)).toContain(
      'component.versions_recorded',
    );
  });

  it.each([
    ['a plain version', {}, '1.5.0', {}, ['1.5.0', 'stable']],
    ['a word', {}, 'latest', {}, [null, 'stable']],
    ['a version with a prefix', { versioningStrategy: { tagPrefix: 'web-' } }, 'web-2.0.0', {}, ['2.0.0', 'stable']],
    ['a version without the prefix', { versioningStrategy: { tagPrefix: 'web-' } }, '2.0.0', {}, [null, 'stable']],
    ['a numbered pre-release', {}, '2.0.0-1', {}, ['2.0.0-1', 'stable']],
    ['a manual strategy', { versioningStrategy: { kind: 'MANUAL' } }, '2.0.0', {}, [null, 'stable']],
    ['what the body says', {}, 'nightly', { semver: '3.0.0', channel: 'edge' }, ['3.0.0', 'edge']],
    ['the default channel', { defaultChannel: 'edge' }, '1.0.0', {}, ['1.0.0', 'edge']],
  ])('reads the version and channel of %s', async (_, over, tag, given, expected) => {
    const { id } = await create(over);
    const { body } = await record(id, tag, 'a', given);
    expect([body.semver, body.channel]).toEqual(expected);
  });

  it('keeps the history of a tag that moves, newest first', async () => {
    const { id } = await create();
    for (const letter of ['a', 'b', 'a', 'a']) await record(id, 'latest', letter);
    await record(id, 'latest-rc', 'c');
    const { body: version } = await world.asLead('GET', `${at(id)}/versions/latest`);
    expect(version).toMatchObject({ digest: digestOf('a'), revision: 3 });
    const { body } = await world.asLead('GET', `${at(id)}/versions/latest/moves`);
    expect(body.items.map(({ digest, previousDigest }: Body) => [digest, previousDigest])).toEqual([
      [digestOf('a'), digestOf('b')],
      [digestOf('b'), digestOf('a')],
      [digestOf('a'), null],
    ]);
    expect(body.items[0]).toMatchObject({ source: 'API', movedBy: 'the ci', movedAt: version.movedAt });
  });

  it('changes the channel of a tag without a move', async () => {
    const { id } = await create();
    const first = await record(id, 'latest', 'a', { semver: '1.0.0' });
    const { body } = await record(id, 'latest', 'a', { channel: 'beta' });
    expect(body).toMatchObject({ semver: '1.0.0', channel: 'beta', movedAt: first.body.movedAt, revision: 2 });
    expect((await world.asLead('GET', `${at(id)}/versions/latest/moves`)).body.items).toHaveLength(1);
  });

  it('makes one move of ten requests at once', async () => {
    const { id } = await create();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => world.asLead('PUT', `${at(id)}/versions/rushed`, { digest: digestOf('d') })),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await world.asLead('GET', `${at(id)}/versions/rushed/moves`)).body.items).toHaveLength(1);
  });

  it('answers 412 for another revision', async () => {
    const { id } = await create();
    await record(id, 'latest', 'a');
    const put = (match: string) =>
      world.asLead('PUT', `${at(id)}/versions/latest`, { digest: digestOf('b') }, { 'if-match': match });
    expect((await put('"2"')).status).toBe(412);
    expect((await put('"1"')).status).toBe(200);
  });

  it.each([
    ['a digest of another kind', 'latest', { digest: `sha512:${'a'.repeat(64)}` }, 400],
    ['a short digest', 'latest', { digest: 'sha256:abc' }, 400],
    ['no digest', 'latest', { digest: undefined }, 400],
    ['a version that is none', 'latest', { semver: '1.5' }, 400],
    ['a channel that is none', 'latest', { channel: 'BETA' }, 400],
    ['a tag that begins with a dot', '.hidden', {}, 422],
    ['a tag of 129 characters', 'a'.repeat(129), {}, 422],
  ])('refuses %s', async (_, tag, over, status) => {
    const { id } = await create();
    expect((await record(id, tag, 'a', over)).status).toBe(status);
    expect(await versions(id)).toEqual([]);
  });
});

describe('listComponentVersions', () => {
  it('lists by tag, of a channel, and with a digest', async () => {
    const { id } = await create();
    await record(id, '1.0.0', 'a');
    await record(id, 'latest', 'b');
    await record(id, '1.1.0-beta.1', 'b');
    expect(await versions(id)).toEqual(['1.0.0', '1.1.0-beta.1', 'latest']);
    expect(await versions(id, '?channel=stable')).toEqual(['1.0.0', 'latest']);
    expect(await versions(id, `?digest=${digestOf('b')}`)).toEqual(['1.1.0-beta.1', 'latest']);
    expect(await versions(id, `?digest=${digestOf('b')}&channel=beta`)).toEqual(['1.1.0-beta.1']);
    await record(id, 'latest', 'a');
    expect(await versions(id, `?digest=${digestOf('b')}`)).toEqual(['1.1.0-beta.1']);
    const { body } = await world.asLead('GET', `${at(id)}/versions?limit=2`);
    expect(await versions(id, `?limit=2&cursor=${body.nextCursor}`)).toEqual(['latest']);
  });
});

describe('findComponentVersions', () => {
  it('finds the tags of all components of the tenant that have a digest', async () => {
    const [one, other] = [await create(), await create()];
    await record(one.id, 'latest', 'e');
    await record(other.id, '1.0.0', 'e');
    const find = async (over: object = {}) =>
      (
        await world.call({
          role: 'VIEWER',
          method: 'GET',
          path: `/component-versions?digest=${digestOf('e')}`,
          ...over,
        })
      ).body.items.map(({ componentId, tag }: Body) => [componentId, tag]);
    expect(await find()).toEqual([
      [one.id, 'latest'],
      [other.id, '1.0.0'],
    ]);
    expect(await find(inOtherTenant)).toEqual([]);
  });
});

describe('getComponentVersion', () => {
  it('answers 404 for a tag that was never recorded', async () => {
    const { id } = await create();
    expect(verdict(await world.asLead('GET', `${at(id)}/versions/none`))).toEqual([404, 'component.version_not_found']);
  });
});

describe('listTagMoves', () => {
  it('answers 404 for a tag that was never recorded', async () => {
    const { id } = await create();
    expect(verdict(await world.asLead('GET', `${at(id)}/versions/none/moves`))).toEqual([
      404,
      'component.version_not_found',
    ]);
  });
});
