// The difference of two environments: what is live in either, and its pages.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, type Ground, groundOf } from '../../support/deployments/ground.ts';
import { inOtherTenant, MISSING_ID, verdict } from '../../support/release-world.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { type DeploymentsWorld, minute, startDeployments } from './fixture.ts';

let world: DeploymentsWorld;
let make: ReturnType<typeof groundOf>;
let ground: Ground;
beforeAll(async () => {
  world = await startDeployments();
  make = groundOf(world.world);
  ground = await make.ground();
});
afterAll(() => world.stop());

type Body = Record<string, unknown>;
const diff = (one: string, other: string, query = '') =>
  world.call({ role: 'VIEWER', method: 'GET', path: `/environments/${one}/diff/${other}${query}` });

describeAccess(
  'deployments',
  [
    [
      'GET',
      `/environments/${MISSING_ID}/diff/${MISSING_ID}`,
      undefined,
      ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER', 'CI'],
    ],
  ],
  (request) => world.call(request),
);

describe('diffEnvironments', () => {
  it('compares what is live, with components and the releases between', async () => {
    for (const [version, letter] of [
      ['1.0.0', 'a'],
      ['1.1.0', 'b'],
      ['1.2.0', 'c'],
      ['1.3.0', 'd'],
    ] as const) {
      await make.release(ground, version, digestOf(letter));
    }
    const of = { service: ground.service, finishedAt: minute(-1) };
    const staging = await world.deployment({ ...of, environment: 'staging', version: '1.2.0' });
    const production = await world.deployment({ ...of, environment: 'production', version: '1.0.0' });
    const { status, body } = await diff('production', 'staging');
    expect([status, body.nextCursor]).toEqual([200, null]);
    expect(body.items).toMatchObject([
      {
        ...{ service: ground.service, isSame: false, ahead: 'OTHER' },
        environment: { deploymentId: production.id, version: '1.0.0', since: minute(-1) },
        other: { deploymentId: staging.id, version: '1.2.0' },
        components: [{ componentId: ground.componentId, environment: digestOf('a'), other: digestOf('c') }],
        releases: [{ version: '1.2.0' }, { version: '1.1.0' }],
      },
    ]);
    const { items } = (await diff(staging.environmentId, production.environmentId)).body;
    expect(items).toMatchObject([{ ahead: 'ENVIRONMENT', releases: [{ version: '1.2.0' }, { version: '1.1.0' }] }]);
  });

  it('has pages, and each service once', async () => {
    for (const service of ['one', 'two', 'three', 'four', 'five']) {
      await world.deployment({ service, environment: service === 'three' ? 'right' : 'left', version: '1' });
      if (service === 'one') await world.deployment({ service, environment: 'right', version: '1' });
    }
    const found: Body[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await diff('left', 'right', `?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      found.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(found.map(({ service }) => service).toSorted()).toEqual(['five', 'four', 'one', 'three', 'two']);
    expect(found.find(({ service }) => service === 'one')).toMatchObject({ isSame: true, releases: [] });
    expect(found.find(({ service }) => service === 'three')).toMatchObject({ environment: null });
    const { nextCursor } = (await diff('left', 'right', '?limit=2')).body;
    expect(verdict(await diff('right', 'left', `?cursor=${nextCursor}`))).toEqual([400, 'request.invalid_cursor']);
  });

  it('answers 404 environment.not_found, also to another tenant', async () => {
    expect(verdict(await diff('left', 'nowhere'))).toEqual([404, 'environment.not_found']);
    const path = `/environments/${ground.environmentId}/diff/${ground.environmentId}`;
    expect(verdict(await world.call({ role: 'LEAD', method: 'GET', path, ...inOtherTenant }))).toEqual([
      ...[404, 'environment.not_found'],
    ]);
  });
});
