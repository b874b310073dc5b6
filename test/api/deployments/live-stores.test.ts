// The list of what is live in stores, and the consumer of their news.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceDeleted } from '../../../entities/catalog/events.ts';
import { IntegrationDeleted } from '../../../entities/integrations/events.ts';
import { RolloutChanged, TargetReleased } from '../../../entities/releases/events.ts';
import { consumers } from '../../../functions/deployments/events.handler.ts';
import { MISSING_ID, NOW_ISO } from '../../support/release-world.ts';
import { type DeploymentsWorld, minute, startDeployments } from './fixture.ts';

type Kit = Awaited<ReturnType<DeploymentsWorld['world']['integrationKit']>>;
type Changes = Parameters<DeploymentsWorld['world']['releases']['updateTarget']>[2];

let stage: DeploymentsWorld;
let kit: Kit;
beforeAll(async () => {
  stage = await startDeployments();
  kit = await stage.world.integrationKit();
});
afterAll(() => stage.stop());

interface Told {
  readonly detail: { readonly id: string };
  readonly source: string;
  readonly detailType: string;
}

/** Delivers the event twice. */
async function deliver({ detail, source, detailType }: Told): Promise<void> {
  const event = { id: detail.id, source, 'detail-type': detailType, time: NOW_ISO, detail: { ...detail } };
  for (let count = 0; count < 2; count++) await consumers.events[detailType]?.(event, stage.eventsDeps, {} as never);
}

/** A release whose stores are all so, with the news of each. */
async function inStores(service: string, version: string, changes: Changes, type: 'RELEASED' | 'ROLLOUT' = 'RELEASED') {
  const { world } = stage;
  const { id } = await world.release(kit, { service, version });
  const { release, targets } = await world.stored(id);
  await world.seed(targets.map((item) => world.releases.updateTarget(item, NOW_ISO, changes)));
  for (const { targetIntegrationId } of targets) {
    const facts = { releaseId: id, releaseKey: release.releaseKey, version, targetIntegrationId };
    const caller = world.caller();
    await deliver(
      type === 'RELEASED'
        ? TargetReleased.create(caller, id, facts)
        : RolloutChanged.create(caller, id, { ...facts, rolloutState: 'ROLLING_OUT', percentage: 20 }),
    );
  }
  return String(id);
}

const listed = async (query = '') =>
  (await stage.asCi('GET', `/live-stores?limit=100${query}`)).body.items as Record<string, unknown>[];
const brief = (items: readonly Record<string, unknown>[]) =>
  items.map(({ service, version, state, percentage }) => [service, version, state, percentage]);

describe('listLiveStores', () => {
  it('names the version that users have from each store, and the last good one', async () => {
    const first = await inStores('shop', '1.0.0', { targetStatus: 'RELEASED', releasedAt: minute(-60) });
    const rolling = { targetStatus: 'APPROVED', rolloutState: 'ROLLING_OUT', rolloutPercentage: 20 } as const;
    const second = await inStores('shop', '1.1.0', rolling, 'ROLLOUT');
    const [item, ...others] = await listed(`&service=shop&targetIntegrationId=${kit.appStore}`);
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      ...{ service: 'shop', targetIntegrationId: kit.appStore, releaseId: second, version: '1.1.0' },
      ...{ state: 'ROLLING_OUT', percentage: 20 },
      lastGood: { releaseId: first, version: '1.0.0', state: 'RELEASED', percentage: null, since: minute(-60) },
    });
    expect(brief(await listed('&service=shop'))).toEqual([
      ['shop', '1.1.0', 'ROLLING_OUT', 20],
      ['shop', '1.1.0', 'ROLLING_OUT', 20],
    ]);
    expect(brief(await listed(`&targetIntegrationId=${kit.playStore}`))).toHaveLength(1);
  });

  it.each([
    ['&service=ghost', []],
    [`&targetIntegrationId=${MISSING_ID}`, []],
  ])('%s is %j', async (query, expected) => {
    expect(await listed(query)).toEqual(expected);
  });

  it('pages', async () => {
    await inStores('other', '2.0.0', { targetStatus: 'RELEASED', releasedAt: minute(-60) });
    const found: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await stage.asCi('GET', `/live-stores?limit=1${next}`);
      found.push(...brief(body.items));
      cursor = body.nextCursor;
    }
    expect(found.toSorted()).toEqual(brief(await listed()).toSorted());
    expect(found).toHaveLength(4);
  });

  it.each(['cursor=x', 'limit=0', 'service=A b', 'store=1'])('refuses ?%s', async (query) => {
    expect((await stage.asCi('GET', `/live-stores?${query}`)).status).toBe(400);
  });
});

describe('news of a store', () => {
  it('of a release that was deleted, or of a service that is not in the catalog, change nothing', async () => {
    const facts = { releaseKey: 'x', version: '1.0.0', targetIntegrationId: kit.appStore };
    const before = await listed();
    await deliver(TargetReleased.create(stage.world.caller(), MISSING_ID, { ...facts, releaseId: MISSING_ID }));
    expect(await listed()).toEqual(before);
  });

  it('of a target whose promotion released it to an environment change nothing', async () => {
    const server = { targetStatus: 'RELEASED', releasedAt: minute(-60), environmentId: MISSING_ID } as const;
    await inStores('backend', '1.0.0', server);
    expect(await listed('&service=backend')).toEqual([]);
  });

  it('end with a deletion of its service, or of its integration', async () => {
    await inStores('ended', '1.0.0', { targetStatus: 'RELEASED', releasedAt: minute(-60) });
    const serviceId = String((await listed('&service=ended'))[0]?.serviceId);
    await deliver(ServiceDeleted.create(stage.world.caller(), serviceId, { serviceId, slug: 'ended' }));
    expect(await listed('&service=ended')).toEqual([]);
    const facts = {
      kind: 'TARGET',
      type: 'APP_STORE',
      name: 'x',
      isActive: true,
      verificationStatus: 'VALID',
    } as const;
    const deleted = IntegrationDeleted.create(stage.world.caller(), kit.appStore, {
      ...facts,
      integrationId: kit.appStore,
    });
    await deliver(deleted);
    expect(await listed(`&targetIntegrationId=${kit.appStore}`)).toEqual([]);
    expect(await listed(`&targetIntegrationId=${kit.playStore}`)).not.toEqual([]);
  });
});
