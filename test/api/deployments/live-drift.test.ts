// The drift of what is live: how many targets of a service in an environment no longer have what its deployment left there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { itemsOf } from '../../../entities/_base/table/items.ts';
import { targetDriftDefinition } from '../../../entities/environments/targets/target.entity.ts';
import { NOW, TENANT_ID } from '../../support/release-world.ts';
import { type DeploymentsWorld, startDeployments } from './fixture.ts';

const tenantId = TENANT_ID as TenantId;

let world: DeploymentsWorld;
/** Drifting targets by service and environment. */
const DRIFTS: Readonly<Record<string, number>> = {
  'api development': 0,
  'api production': 130,
  'api staging': 3,
  'web development': 60,
  'web production': 70,
  'web staging': 1,
};

beforeAll(async () => {
  world = await startDeployments();
  const drifts = itemsOf(world.world.table, targetDriftDefinition);
  for (const [place, count] of Object.entries(DRIFTS)) {
    const [service, environment] = place.split(' ');
    const { environmentId, serviceId } = await world.deployment({ service, environment });
    const targets = Array.from({ length: count }, (_, index) => newId<'Target'>(NOW + index));
    await Promise.all(
      // Of an environment without a deployment too, between the others.
      [
        ...targets.map((targetId) => ({ environmentId, targetId })),
        { environmentId: newId(NOW), targetId: newId(NOW) },
      ].map((one) => drifts.send(drifts.put({ tenantId, serviceId, ...one }))),
    );
  }
});
afterAll(() => world.stop());

async function counted(query: string): Promise<Record<string, number>> {
  const items = await world.live(query);
  const environments = await world.deps.environments.list(tenantId, {}, { limit: 100 });
  const nameOf = new Map<unknown, string>(environments.items.map(({ environmentId, name }) => [environmentId, name]));
  return Object.fromEntries(
    items.map(({ service, environmentId, driftingTargets }) => [
      `${service} ${nameOf.get(environmentId)}`,
      Number(driftingTargets),
    ]),
  );
}

describe('listLiveDeployments', () => {
  it.each([
    ['', Object.keys(DRIFTS)],
    ['&service=web', ['web development', 'web production', 'web staging']],
    ['&service=api', ['api development', 'api production', 'api staging']],
  ])('%s counts the drifting targets of each place, up to 100', async (query, places) => {
    const expected = places.map((place) => [place, Math.min(100, DRIFTS[place] ?? 0)]);
    expect(await counted(query)).toEqual(Object.fromEntries(expected));
  });

  it('counts in pages of any size', async () => {
    const found: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await world.asCi('GET', `/live-deployments?limit=2${next}`);
      found.push(...body.items.map(({ driftingTargets }: { driftingTargets: number }) => driftingTargets));
      cursor = body.nextCursor;
    }
    expect(found.toSorted()).toEqual([0, 1, 100, 3, 60, 70]);
  });
});
