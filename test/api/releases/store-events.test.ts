// What the App Store says of a version by its webhook, which names no release: every one that uses the integration is looked at.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIntegrationUseRepo } from '../../../entities/releases/integration-use.repo.ts';
import type { TargetStatus } from '../../../entities/releases/status.model.ts';
import { consumers } from '../../../functions/releases/consumers.ts';
import { type Kit, NOW_ISO, startWorld, TENANT_ID, type World } from '../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function submitted(targetStatus: TargetStatus) {
  kit = await world.integrationKit();
  const { id, releaseKey } = await world.release(kit);
  const { release, targets } = await world.stored(id);
  await world.seed([
    world.releases.update(release, NOW_ISO, { status: 'BUILD_SUBMITTED' }),
    ...targets.map((item) => world.releases.updateTarget(item, NOW_ISO, { targetStatus })),
  ]);
  const use = { kind: 'TARGET', integrationId: kit.appStore } as const;
  await createIntegrationUseRepo(world.table).record(TENANT_ID, { releaseId: id, releaseKey }, [use]);
  return String(id);
}
const targetOf = async (id: string, target = kit.playStore) =>
  (await world.stored(id)).targets.find((item) => item.targetIntegrationId === target);
const typesOf = async (id: string) => (await world.eventsOf(id)).map(({ type }) => type);
const deps = () => {
  const { releases, integrations, commit, now } = world;
  return { releases, integrations, commit, now, uses: createIntegrationUseRepo(world.table) } as never;
};

describe('what the App Store says by its webhook', () => {
  const says = (newValue: string) => {
    const payload = { data: { id: 'd', type: 'appStoreVersionAppVersionStateUpdated', attributes: { newValue } } };
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

  it('changes nothing when it comes late', async () => {
    const id = await submitted('RELEASED');
    await says('PENDING_DEVELOPER_RELEASE');
    expect((await targetOf(id, kit.appStore))?.targetStatus).toBe('RELEASED');
  });
});
