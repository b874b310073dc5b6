// The App Store's webhook about a version names no release: every release that uses the integration is looked at.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TargetStatus } from '../../../../entities/releases/lifecycle/status.model.ts';
import { createIntegrationUseRepo } from '../../../../entities/releases/uses/integration-use.repo.ts';
import { consumers } from '../../../../functions/releases/events.handler.ts';
import { type Kit, NOW_ISO, startWorld, TENANT_ID, type World } from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** App Store Connect's id of the version that was submitted. */
const OURS = '6f0c1a2e-version';

async function submitted(targetStatus: TargetStatus, over: { status?: 'CANCELLED' } = {}) {
  kit = await world.integrationKit();
  const { id, releaseKey } = await world.release(kit);
  const { release, targets } = await world.stored(id);
  await world.seed([
    world.releases.update(release, NOW_ISO, { status: 'BUILD_SUBMITTED', ...over }),
    ...targets.map((item) => world.releases.updateTarget(item, NOW_ISO, { targetStatus, versionId: OURS })),
  ]);
  const use = { kind: 'TARGET', integrationId: kit.appStore } as const;
  await createIntegrationUseRepo(world.table).record(TENANT_ID, { releaseId: id, releaseKey }, [use]);
  return String(id);
}
const targetOf = async (id: string, target = kit.playStore) =>
  (await world.stored(id)).targets.find((item) => item.targetIntegrationId === target);
const typesOf = async (id: string) => (await world.eventsOf(id)).map(({ type }) => type);
const deps = () => {
  const { releases, integrations, save, now } = world;
  return { releases, integrations, save, now, uses: createIntegrationUseRepo(world.table) } as never;
};

/** As Apple documents it: the resource that the event is about. */
const instance = (id: string, type = 'appStoreVersions') => ({ instance: { data: { type, id } } });

describe('what the App Store says by its webhook', () => {
  const says = (newValue: string, relationships: object | undefined = instance(OURS), timestamp?: string) => {
    const attributes = { newValue, ...(timestamp && { timestamp }) };
    const about = { id: 'd', type: 'appStoreVersionAppVersionStateUpdated', version: 1, attributes };
    const payload = { data: { ...about, ...(relationships && { relationships }) } };
    const detail = { tenantId: TENANT_ID, integrationId: kit.appStore, payload };
    const type = 'appStoreVersionAppVersionStateUpdated';
    return consumers.ci?.({ id: 'e', source: 'ci.app-store', 'detail-type': type, time: '', detail }, deps());
  };

  it.each([
    ['PENDING_DEVELOPER_RELEASE', 'APPROVED'],
    ['READY_FOR_DISTRIBUTION', 'RELEASED'],
    ['REJECTED', 'REJECTED'],
    ['IN_REVIEW', 'SUBMITTED'],
  ])('%s makes a submitted target %s', async (newValue, status) => {
    const id = await submitted('SUBMITTED');
    await says(newValue);
    await says(newValue);
    expect((await targetOf(id, kit.appStore))?.targetStatus).toBe(status);
    expect((await targetOf(id))?.targetStatus).toBe('SUBMITTED');
    expect((await typesOf(id)).filter((type) => type.startsWith('Target')).length).toBe(status === 'SUBMITTED' ? 0 : 1);
  });

  it.each([
    ['another version of the app', instance('its-mac-version')],
    ['something that is no version', instance(OURS, 'builds')],
    ['nothing', {}],
  ])('READY_FOR_DISTRIBUTION and REJECTED of %s change nothing (K1, D2)', async (_, relationships) => {
    const id = await submitted('SUBMITTED');
    const before = await world.traceOf(id);
    for (const newValue of ['READY_FOR_DISTRIBUTION', 'REJECTED', 'PENDING_DEVELOPER_RELEASE']) {
      await says(newValue, relationships);
    }
    expect(await world.traceOf(id)).toEqual(before);
  });

  it('without relationships changes nothing (K1)', async () => {
    const id = await submitted('SUBMITTED');
    const before = await world.traceOf(id);
    const payload = { data: { id: 'd', attributes: { newValue: 'READY_FOR_DISTRIBUTION' } } };
    const detail = { tenantId: TENANT_ID, integrationId: kit.appStore, payload };
    const type = 'appStoreVersionAppVersionStateUpdated';
    await consumers.ci?.({ id: 'e', source: 'ci.app-store', 'detail-type': type, time: '', detail }, deps());
    expect(await world.traceOf(id)).toEqual(before);
  });

  it('METADATA_REJECTED needs no other build', async () => {
    const id = await submitted('SUBMITTED');
    await says('METADATA_REJECTED');
    const target = await targetOf(id, kit.appStore);
    expect(target).toMatchObject({ targetStatus: 'REJECTED', rejectionNeeds: 'METADATA' });
  });

  it.each([
    ['READY_FOR_DISTRIBUTION', 'RELEASED', 'RELEASED_IN_PART'],
    ['DEVELOPER_REJECTED', 'WITHDRAWN', undefined],
  ])('%s of a release that was cancelled makes its target %s (W3)', async (newValue, status, outcome) => {
    const id = await submitted('APPROVED', { status: 'CANCELLED' });
    await says(newValue);
    expect((await targetOf(id, kit.appStore))?.targetStatus).toBe(status);
    expect((await world.stored(id)).release.outcome).toBe(outcome);
  });

  it('READY_FOR_DISTRIBUTION of what people submitted again in the store is heard', async () => {
    const id = await submitted('WITHDRAWN');
    await says('READY_FOR_DISTRIBUTION');
    expect((await targetOf(id, kit.appStore))?.targetStatus).toBe('RELEASED');
  });

  it.each([
    ['REJECTED', '2026-11-29T12:00:00Z', 'SUBMITTED'],
    ['DEVELOPER_REJECTED', '2026-11-29T12:00:00+00:00', 'SUBMITTED'],
    ['PENDING_DEVELOPER_RELEASE', '2026-11-29T12:00:00.123Z', 'SUBMITTED'],
    ['READY_FOR_DISTRIBUTION', '2026-11-29T12:00:00Z', 'RELEASED'],
    ['REJECTED', '2026-11-29T13:00:30Z', 'REJECTED'],
    ['REJECTED', '2026-11-29T12:59:30Z', 'REJECTED'],
    ['REJECTED', 'yesterday', 'REJECTED'],
  ])('%s of %s leaves a version that was submitted again at 13:00 %s (K1)', async (newValue, timestamp, status) => {
    const id = await submitted('SUBMITTED');
    const target = await targetOf(id, kit.appStore);
    if (!target) throw new Error('no target');
    await world.seed([world.releases.updateTarget(target, NOW_ISO, { submittedAt: '2026-11-29T13:00:00.000Z' })]);
    await says(newValue, undefined, timestamp);
    expect((await targetOf(id, kit.appStore))?.targetStatus).toBe(status);
  });

  it.each([
    [1, 'ROLLING_OUT', 1],
    [100, undefined, undefined],
  ])(
    'READY_FOR_DISTRIBUTION of a release in phases from %s %% says that not all users have it',
    async (initialPercentage, rolloutState, percentage) => {
      const id = await submitted('SUBMITTED');
      const target = await targetOf(id, kit.appStore);
      if (!target) throw new Error('no target');
      const planned = { initialPercentage, ...(rolloutState && { rolloutState: 'ROLLING_OUT' as const }) };
      await world.seed([world.releases.updateTarget(target, NOW_ISO, planned)]);
      await says('READY_FOR_DISTRIBUTION');
      expect((await targetOf(id, kit.appStore))?.rolloutPercentage).toBe(percentage);
      const released = (await world.eventsOf(id)).find(({ type }) => type === 'TargetReleased');
      expect(released?.data.percentage).toBe(percentage);
    },
  );

  it('changes nothing when it comes late', async () => {
    const id = await submitted('RELEASED');
    await says('PENDING_DEVELOPER_RELEASE');
    expect((await targetOf(id, kit.appStore))?.targetStatus).toBe('RELEASED');
  });
});
