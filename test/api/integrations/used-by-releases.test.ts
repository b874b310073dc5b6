// deleteIntegration while releases use the integration: it is refused with their names, in every status of them, even if few uses are
// recorded yet.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_NOTES } from '../../../entities/integrations/integration.model.ts';
import { RELEASE_STATUSES } from '../../../entities/releases/lifecycle/status.model.ts';
import { recordUses } from '../../../functions/releases/uses.ts';
import { type Kit, NOW_ISO, startWorld, TENANT_ID, type World } from '../../support/release-world.ts';
import { integrationsApiOf } from '../../support/releases/integrations-api.ts';

let world: World;
let api: ReturnType<typeof integrationsApiOf>;
beforeAll(async () => {
  world = await startWorld();
  api = integrationsApiOf(world);
});
afterAll(() => world.stop());

const restricted = [
  ['SCM', 'scm'],
  ['TARGET', 'appStore'],
  ['PIPELINE', 'iosPipeline'],
] as const satisfies [string, keyof Kit][];

const itemOf = async (kind: (typeof restricted)[number][0], integrationId: string) =>
  world.integrations.get(TENANT_ID, { kind, integrationId });
const named = (release: { id: string; releaseKey: string }) => ({
  releaseId: release.id,
  releaseKey: release.releaseKey,
});

/** Does the work of the consumer of ReleaseCreated. */
async function record(id: string): Promise<void> {
  const [created] = await world.eventsOf(id);
  const data = created?.data as { releaseId: string; releaseKey: string; scmIntegrationId: string };
  const { releases, integrations } = world;
  await recordUses(world.caller().tenantId, data, data, { releases, integrations, uses: api.uses });
}

describe.each(restricted)('deleting the %s of a release', (kind, name) => {
  let shared: Kit;
  beforeAll(async () => {
    shared = await world.integrationKit();
  });

  it('answers 409 naming the release, from the moment on that it is there', async () => {
    const kit = await world.integrationKit();
    const release = await world.release(kit);
    const reply = await api.remove(kind, kit[name]);
    expect([reply.status, reply.body]).toMatchObject([
      409,
      {
        code: 'integration.in_use',
        detail: expect.stringContaining(`1 release or pipeline uses it: ${release.releaseKey}`),
        useCount: 1,
        releases: [named(release)],
      },
    ]);
  });

  it('answers the same once its use is recorded, and then notes it no longer', async () => {
    const kit = await world.integrationKit();
    const { id } = await world.release(kit);
    const before = await api.remove(kind, kit[name]);
    expect([...((await itemOf(kind, kit[name]))?.newUses ?? [])]).toEqual([id]);
    await record(id);
    await record(id);
    expect((await itemOf(kind, kit[name]))?.newUses).toBeUndefined();
    expect((await api.remove(kind, kit[name])).text).toBe(before.text);
  });

  it.each(RELEASE_STATUSES)('is refused also when that is %s: it is named as long as it is there', async (status) => {
    const created = await world.release(shared);
    const { release } = await world.stored(created.id);
    await world.seed([world.releases.update(release, NOW_ISO, { status })]);
    const { body } = await api.remove(kind, shared[name]);
    expect([body.code, body.releases]).toEqual(['integration.in_use', expect.arrayContaining([named(created)])]);
  });
});

describe('a refused deletion', () => {
  it('names the latest 20 releases of all, recorded or not, and how many there are', async () => {
    const kit = await world.integrationKit();
    const releases: { id: string; releaseKey: string }[] = [];
    for (let count = 0; count < 25; count++) {
      world.clock.at += 1000;
      const release = await world.release(kit);
      releases.push({ id: release.id, releaseKey: release.releaseKey });
      if (count % 3 > 0) await record(release.id);
    }
    const { body } = await api.remove('SCM', kit.scm);
    expect(body.releases).toEqual(releases.map(named).reverse().slice(0, 20));
    expect(body.useCount).toBe(25);
  });

  it('names as many when nothing was recorded for long; the item does not grow with every release', async () => {
    const kit = await world.integrationKit();
    for (let count = 0; count < MAX_NOTES + 5; count++) await world.release(kit);
    const { body } = await api.remove('SCM', kit.scm);
    expect([body.releases.length, body.useCount]).toEqual([20, MAX_NOTES + 5]);
    expect([...((await itemOf('SCM', kit.scm))?.newUses ?? [])]).toHaveLength(MAX_NOTES);
  });

  it('notes no more than its most releases when several are created at once (S14)', async () => {
    const kit = await world.integrationKit();
    for (let count = 0; count < MAX_NOTES - 2; count++) await world.release(kit);
    await Promise.all(Array.from({ length: 6 }, () => world.release(kit)));
    const item = await itemOf('SCM', kit.scm);
    expect([item?.useCount, [...(item?.newUses ?? [])].length]).toEqual([MAX_NOTES + 4, MAX_NOTES]);
  });

  it('of an SCM names releases and pipelines beside each other', async () => {
    const kit = await world.integrationKit();
    const release = await world.release(kit);
    const { body } = await api.remove('SCM', kit.scm);
    expect(body.releases).toEqual([named(release)]);
    expect(body.pipelines.map(({ integrationId }: { integrationId: string }) => integrationId).sort()).toEqual(
      [kit.iosPipeline, kit.androidPipeline].sort(),
    );
  });

  it('with an If-Match that is true names the release too', async () => {
    const kit = await world.integrationKit();
    const release = await world.release(kit);
    const reply = await api.remove('TARGET', kit.appStore, { 'if-match': '"1"' });
    expect([reply.status, reply.body.releases]).toEqual([409, [named(release)]]);
  });
});
