// The components of a release: versions of images that environments get, fixed to their digests at the kickoff.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fieldsOf, type Kit, MISSING_ID, startWorld, verdict, type World } from '../../../support/release-world.ts';

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;

let world: World;
let kit: Kit;
let api: string;
let web: string;
let number = 0;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  const component = async (name: string) =>
    (await world.asLead('POST', '/components', { name, imageRepository: `ghcr.io/acme/${name}` })).body.id;
  api = await component('api');
  web = await component('web');
});
afterAll(() => world.stop());
beforeEach(async () => {
  number += 1;
  for (const tag of ['2.0.0', `9.${number}.0`]) await record(api, tag, digestOf('a'));
});

async function record(componentId: string, tag: string, digest: string) {
  const reply = await world.asLead('PUT', `/components/${componentId}/versions/${tag}`, { digest });
  expect(reply.status).toBeLessThan(300);
}
const create = (components: object[], over: object = {}) =>
  world.asRole('DEVELOPER')('POST', '/releases', world.bodyOf(kit, { version: `9.${number}.0`, components, ...over }));
const componentsOf = async (id: string) => (await world.asLead('GET', `/releases/${id}`)).body.components;

describe('createRelease', () => {
  it('keeps the digest of the tag, which is the version of the release by default', async () => {
    const { status, body } = await create([{ componentId: api }]);
    const stored = {
      componentId: api,
      name: 'api',
      tag: `9.${number}.0`,
      digest: digestOf('a'),
      semver: `9.${number}.0`,
    };
    expect([status, body.components]).toEqual([201, [stored]]);
    expect(await componentsOf(body.id)).toEqual([stored]);
  });

  it('takes a tag', async () => {
    const { body } = await create([{ componentId: api, tag: '2.0.0' }]);
    expect(body.components).toMatchObject([{ tag: '2.0.0', digest: digestOf('a') }]);
  });

  it('has none by default', async () => {
    expect((await create([])).body.components).toEqual([]);
  });

  it.each<[string, () => object[], string[]]>([
    [
      'an unknown component',
      () => [{ componentId: MISSING_ID }],
      ['components[0].componentId release.component_not_found'],
    ],
    ['a text that is no id', () => [{ componentId: 'api' }], ['components[0].componentId release.component_not_found']],
    [
      'an unknown tag',
      () => [{ componentId: api, tag: 'x' }],
      ['components[0].tag release.component_version_not_found'],
    ],
    [
      'a component without the version',
      () => [{ componentId: web }],
      ['components[0].tag release.component_version_not_found'],
    ],
    [
      'a component twice, beside another fault',
      () => [{ componentId: api }, { componentId: api, tag: '2.0.0' }, { componentId: MISSING_ID }],
      [
        'components[1].componentId release.duplicate_reference',
        'components[2].componentId release.component_not_found',
      ],
    ],
  ])('refuses %s at its field', async (_, components, fields) => {
    const reply = await create(components());
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([422, 'release.invalid', fields]);
  });

  it.each<[string, object[]]>([
    ['a tag that no image has', [{ componentId: MISSING_ID, tag: 'a b' }]],
    ['an unknown field', [{ componentId: MISSING_ID, digest: digestOf('a') }]],
    ['more than ten', Array.from({ length: 11 }, () => ({ componentId: MISSING_ID }))],
  ])('answers 400 for %s', async (_, components) => {
    expect(verdict(await create(components))).toEqual([400, 'request.invalid']);
  });

  it('takes no component of another tenant', async () => {
    const theirs = await world.call({
      ...{ role: 'LEAD', method: 'POST', path: '/components', tenantId: '0192f000-0000-7000-8000-000000000002' },
      body: { name: 'theirs', imageRepository: 'ghcr.io/acme/theirs' },
    });
    const reply = await create([{ componentId: theirs.body.id ?? MISSING_ID }]);
    expect(fieldsOf(reply)).toEqual(['components[0].componentId release.component_not_found']);
  });
});

describe('before the kickoff', () => {
  it('components are changed, with their audit', async () => {
    const { body } = await create([{ componentId: api }]);
    const patched = await world.asLead('PATCH', `/releases/${body.id}`, {
      components: [{ componentId: api, tag: '2.0.0' }],
    });
    expect(patched.status).toBe(200);
    expect(await componentsOf(body.id)).toMatchObject([{ tag: '2.0.0' }]);
    expect((await world.asLead('PATCH', `/releases/${body.id}`, { components: [] })).status).toBe(200);
    expect(await componentsOf(body.id)).toEqual([]);
  });

  it('the same components again change nothing', async () => {
    const { body } = await create([{ componentId: api }]);
    const again = await world.asLead('PATCH', `/releases/${body.id}`, { components: [{ componentId: api }] });
    expect([again.status, again.body.revision]).toEqual([200, body.revision]);
  });

  it('a change to an unknown tag is refused', async () => {
    const { body } = await create([{ componentId: api }]);
    const reply = await world.asLead('PATCH', `/releases/${body.id}`, { components: [{ componentId: api, tag: 'x' }] });
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([
      422,
      'release.invalid',
      ['components[0].tag release.component_version_not_found'],
    ]);
  });
});

describe('the kickoff', () => {
  it('fixes the digest that the tag has then, whatever moves later', async () => {
    const { body } = await create([{ componentId: api }]);
    await record(api, `9.${number}.0`, digestOf('b'));
    expect((await world.asLead('POST', `/releases/${body.id}/kickoff`)).status).toBe(200);
    expect(await componentsOf(body.id)).toMatchObject([{ digest: digestOf('b') }]);
    await record(api, `9.${number}.0`, digestOf('c'));
    expect(await componentsOf(body.id)).toMatchObject([{ digest: digestOf('b') }]);
  });

  it('locks them', async () => {
    const { body } = await create([{ componentId: api }]);
    await world.asLead('POST', `/releases/${body.id}/kickoff`);
    const reply = await world.asLead('PATCH', `/releases/${body.id}`, { components: [] });
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([
      409,
      'release.field_locked',
      ['components release.field_locked'],
    ]);
  });
});
