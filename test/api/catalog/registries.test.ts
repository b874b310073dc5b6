// Versions that are read from a registry, on request and after its webhooks: pages, moved tags, errors, and who may not.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { RegistryClient } from '../../../functions/_adapters/adapter.ts';
import { createOciRegistryClient } from '../../../functions/_adapters/oci-registry/oci-registry-client.ts';
import type { CatalogEventsDeps } from '../../../functions/catalog/deps.ts';
import { consumers } from '../../../functions/catalog/events.handler.ts';
import { fieldsOf, MISSING_ID, OTHER_TENANT_ID, TENANT_ID, verdict, type World } from '../../support/release-world.ts';
import { integrationsApiOf } from '../../support/releases/integrations-api.ts';
import { type OutsideServer, startOutsideServer } from '../../support/services/outside-server.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { at, type Body, startComponents } from './components-fixture.ts';

let world: World;
let outside: OutsideServer;
let stage: Awaited<ReturnType<typeof startComponents>>;
let registry: string;
let fault: Error | undefined;
let deps: CatalogEventsDeps;
beforeAll(async () => {
  stage = await startComponents();
  world = stage.world;
  outside = await startOutsideServer();
  registry = await world.integration('OCI_REGISTRY');
  const client: RegistryClient = createOciRegistryClient(outside.contextOf('OCI_REGISTRY'));
  const { services, components, save, now } = world;
  const registryOf = async () => {
    if (fault) throw fault;
    return client;
  };
  deps = { services, components, registryOf, save, now };
});
beforeEach(() => {
  fault = undefined;
});
afterAll(async () => {
  await world.stop();
  await outside.stop();
});

let images = 0;
const imageOf = () => `acme/image-${++images}`;
const push = (image: string, tags: Body) => outside.play('registry', 'PUT', `/_images/${image}`, { tags });
async function component(image: string, over: Body = {}): Promise<Body> {
  return stage.create({ imageRepository: `ghcr.io/${image}`, registryIntegrationId: registry, ...over });
}
const componentOf = async (id: string) => (await world.asLead('GET', at(id))).body;
const requests = async (id: string) =>
  (await stage.partition(`#OUTBOX#${id}`)).filter(({ detailType }) => detailType === 'ComponentRefreshRequested');

/** Asks for a reading, and delivers its events until none is left; each twice. */
async function refresh(id: string, isLast = true): Promise<void> {
  expect((await world.asRole('CI')('POST', `${at(id)}/refresh`)).status).toBe(202);
  const seen = new Set<unknown>();
  for (;;) {
    const event = (await requests(id)).find(({ sk }) => !seen.has(sk));
    if (!event) return;
    seen.add(event.sk);
    await consumers.events.ComponentRefreshRequested?.(busEventOf(event), deps, { isLast });
  }
}

describe('refreshComponent', () => {
  it.each([
    ['VIEWER', 403],
    ['DEVELOPER', 202],
  ] as const)('answers a %s with %i', async (role, status) => {
    const { id } = await component(imageOf());
    expect((await world.asRole(role)('POST', `${at(id)}/refresh`)).status).toBe(status);
  });

  it('answers 409 for a component without a registry', async () => {
    const { id } = await stage.create();
    expect(verdict(await world.asLead('POST', `${at(id)}/refresh`))).toEqual([409, 'component.no_registry']);
  });

  it.each([
    ['"2"', 412],
    ['"1"', 202],
  ])('answers a component at revision 1, with If-Match %s, with %i', async (match, status) => {
    const { id } = await component(imageOf());
    expect((await world.asLead('POST', `${at(id)}/refresh`, undefined, { 'if-match': match })).status).toBe(status);
  });

  it('records the tags of the registry with their digests, and says when', async () => {
    const image = imageOf();
    await push(image, { '1.0.0': 'first', latest: 'first', '1.1.0-beta.1': 'second' });
    const { id } = await component(image);
    await refresh(id);
    const { body } = await world.asLead('GET', `${at(id)}/versions`);
    expect(body.items.map(({ tag, semver, channel }: Body) => [tag, semver, channel])).toEqual([
      ['1.0.0', '1.0.0', 'stable'],
      ['1.1.0-beta.1', '1.1.0-beta.1', 'beta'],
      ['latest', null, 'stable'],
    ]);
    const [first, second, latest] = body.items.map(({ digest }: Body) => digest);
    expect([first === latest, first === second]).toEqual([true, false]);
    const { items } = (await world.asLead('GET', `${at(id)}/versions/latest/moves`)).body;
    expect(items).toMatchObject([{ source: 'REFRESH', movedBy: 'the ci', previousDigest: null }]);
    expect(await componentOf(id)).toMatchObject({ refreshError: null, refreshedAt: expect.any(String), revision: 1 });
  });

  it('records a moved tag once, and nothing when nothing moved', async () => {
    const image = imageOf();
    await push(image, { latest: 'one', stays: 'one' });
    const { id } = await component(image);
    await refresh(id);
    await push(image, { latest: 'two' });
    await refresh(id);
    await refresh(id);
    const moves = async (tag: string) => (await world.asLead('GET', `${at(id)}/versions/${tag}/moves`)).body.items;
    expect([(await moves('latest')).length, (await moves('stays')).length]).toEqual([2, 1]);
    const told = (await stage.partition(`#OUTBOX#${id}`)).filter(
      ({ detailType }) => detailType === 'ComponentVersionsRecorded',
    );
    expect(told).toHaveLength(2);
  });

  it('reads page by page', async () => {
    const image = imageOf();
    await push(image, Object.fromEntries(Array.from({ length: 230 }, (_, index) => [`build-${index}`, `${index}`])));
    const { id } = await component(image);
    await refresh(id);
    expect(await requests(id)).toHaveLength(3);
    expect(await stage.partition(`#COMPONENT#${id}#TAGS`)).toHaveLength(230);
    expect((await componentOf(id)).refreshedAt).not.toBeNull();
  });

  it('says that a registry has more tags than are read (K18)', async () => {
    const image = imageOf();
    await push(image, Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`build-${index}`, `${index}`])));
    const { id } = await component(image);
    await world.asRole('CI')('POST', `${at(id)}/refresh`);
    const { detail, ...event } = busEventOf((await requests(id))[0] ?? {});
    const last = { ...detail, data: { ...(detail.data as Body), page: 100 } };
    await consumers.events.ComponentRefreshRequested?.({ ...event, detail: last }, deps);
    expect(await componentOf(id)).toMatchObject({
      refreshedAt: null,
      refreshError: expect.stringContaining('more tags than the 10,000 that are read at once'),
    });
  });

  it('says why the registry was not read, and forgets it after a success', async () => {
    const { id } = await component('acme/unknown');
    await refresh(id);
    expect((await componentOf(id)).refreshError).toMatch(/^integration\.refused: .*NAME_UNKNOWN/);
    await push('acme/unknown', { latest: 'now' });
    await refresh(id);
    expect(await componentOf(id)).toMatchObject({ refreshError: null, refreshedAt: expect.any(String) });
  });

  it('is repeated after an error that may pass, unless it was the last attempt', async () => {
    const { id } = await component(imageOf());
    fault = integrationErrors.unavailable({ detail: 'the registry is down' });
    await expect(refresh(id, false)).rejects.toBe(fault);
    expect((await componentOf(id)).refreshError).toBe('integration.unavailable: the registry is down');
    const { id: other } = await component(imageOf());
    await refresh(other, true);
    expect((await componentOf(other)).refreshError).toContain('the registry is down');
  });

  it('asks a registry before no time that it states, and says when it may be asked again (K16)', async () => {
    const { id } = await component(imageOf());
    fault = integrationErrors.rate_limited({ detail: 'too many', retryAfterSeconds: 3_600 });
    await refresh(id, false);
    expect((await componentOf(id)).refreshError).toMatch(
      /^integration\.rate_limited: too many\. It asks to wait until \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
    );
    fault = integrationErrors.rate_limited({ detail: 'too many', retryAfterSeconds: 60 });
    await expect(refresh(id, false)).rejects.toBe(fault);
  });

  it('does nothing for a component that was deleted meanwhile', async () => {
    const { id } = await component(imageOf());
    await world.asLead('POST', `${at(id)}/refresh`);
    await world.asLead('DELETE', at(id));
    const [event] = await requests(id);
    await consumers.events.ComponentRefreshRequested?.(busEventOf(event ?? {}), deps);
    expect(await stage.partition(`#COMPONENT#${id}#TAGS`)).toEqual([]);
  });
});

describe('a webhook of the registry', () => {
  const arrived = (image: string, tag: string, over: Body = {}) =>
    consumers.ci?.(
      {
        id: 'event-1',
        source: 'ci.registry',
        'detail-type': 'push',
        time: '',
        detail: {
          tenantId: TENANT_ID,
          integrationId: registry,
          payload: { push_data: { tag }, repository: { repo_name: image } },
          ...over,
        },
      },
      deps,
    );

  it('records the tag at every component of that image, with the digest that the registry answers', async () => {
    const image = imageOf();
    const [one, other, foreign] = [await component(image), await component(image), await component(`${image}-else`)];
    await push(image, { '2.0.0': 'two', unnamed: 'x' });
    for (const _ of ['once', 'again']) await arrived(image, '2.0.0');
    expect(await stage.versions(one.id)).toEqual(['2.0.0']);
    expect(await stage.versions(other.id)).toEqual(['2.0.0']);
    expect(await stage.versions(foreign.id)).toEqual([]);
    const { items } = (await world.asLead('GET', `${at(one.id)}/versions/2.0.0/moves`)).body;
    expect(items).toMatchObject([{ source: 'WEBHOOK' }]);
    expect((await componentOf(one.id)).refreshedAt).toBeNull();
  });

  it.each([
    ['of another tenant', { tenantId: OTHER_TENANT_ID }],
    ['of another registry', { integrationId: MISSING_ID }],
    ['that cannot be read', { payload: { surprise: true } }],
    [
      'about a tag that the registry does not have',
      { payload: { push_data: { tag: 'gone' }, repository: { repo_name: 'acme/kept' } } },
    ],
  ])('%s changes nothing', async (_, over) => {
    const { id } = await component('acme/kept');
    await push('acme/kept', { latest: 'x' });
    await arrived('acme/kept', 'latest', over);
    expect(await stage.versions(id)).toEqual([]);
    await world.asLead('DELETE', at(id));
  });
});

describe('a registry', () => {
  it.each([
    ['that is missing', async () => MISSING_ID, 'component.registry_not_found'],
    ['of another kind', async () => world.integration('GITHUB'), 'component.registry_not_found'],
    [
      'that is switched off',
      async () => world.integration('OCI_REGISTRY', { isActive: false }),
      'component.registry_inactive',
    ],
  ])('%s cannot be named', async (_, idOf, code) => {
    const body = stage.bodyOf({ registryIntegrationId: await idOf() });
    const reply = await world.asLead('POST', '/components', body);
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([422, 'component.invalid', [`registryIntegrationId ${code}`]]);
  });

  it('cannot be deleted while components name it, and the refusal says which', async () => {
    const registryIntegrationId = await world.integration('OCI_REGISTRY');
    const { id, name } = await stage.create({ registryIntegrationId });
    const api = integrationsApiOf(world);
    const refused = await api.remove('REGISTRY', registryIntegrationId);
    expect([...verdict(refused), refused.body.components, refused.body.detail]).toEqual([
      409,
      'integration.in_use',
      [{ componentId: id, name }],
      `1 component uses it: ${name}`,
    ]);
    await world.asLead('PATCH', at(id), { registryIntegrationId: null });
    expect((await api.remove('REGISTRY', registryIntegrationId)).status).toBe(204);
  });
});
