// Holds of automatic promotions: what a rollback leaves, and what a person lifts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { inOtherTenant, MISSING_ID, verdict } from '../../support/release-world.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { type AutomaticStage, startAutomatic } from './automatic-fixture.ts';
import type { Ready } from './fixture.ts';

let world: AutomaticStage;
beforeAll(async () => {
  world = await startAutomatic();
});
afterAll(() => world.stop());

const lift = (environment: string, service: string) =>
  world.as('LEAD')('DELETE', `/promotion-holds/${environment}/${service}`);
const held = async () => {
  const ready = await world.automatic();
  await world.rolledBack(ready);
  return ready;
};
const eventsOf = async (ready: Ready) =>
  (await world.eventsOf(ready.prod)).filter((type) => String(type).startsWith('AutoPromotion'));

describe('a rollback', () => {
  it('holds its service in its environment, told once by its two events and their repetitions', async () => {
    const ready = await world.automatic();
    const [first, second] = await world.rolledBack(ready);
    for (const id of [first, second]) await world.hear(id);
    expect(await world.holdOf(ready)).toEqual({
      ...{ environmentId: ready.prod, environmentName: ready.prodName, serviceId: ready.serviceId },
      ...{ service: ready.service, deploymentId: first, releaseId: ready.release.id, reason: 'too slow' },
      ...{ version: ready.release.key.split('@')[1], heldAt: isoOf(world.clock.at) },
      heldBy: { type: 'TOKEN', id: expect.any(String), name: expect.any(String) },
      actions: [{ name: 'liftPromotionHold', allowed: false, reason: expect.any(String), code: expect.any(String) }],
    });
    expect(await eventsOf(ready)).toEqual(['AutoPromotionHeld']);
    expect(await world.auditOf('Environment', ready.prod)).toEqual(['environment.created', 'promotion_hold.held']);
  });

  it('of a deployment that had not succeeded holds too', async () => {
    const ready = await world.automatic();
    const failed = await world.deployed(ready.prod, ready.service, { version: '2', status: 'FAILED' });
    await world.deployed(ready.prod, ready.service, { version: '1', rollbackOf: failed });
    expect(await world.holdOf(ready)).toMatchObject({ deploymentId: failed, version: '2', releaseId: null });
  });

  it('of a deployment that took itself back holds too', async () => {
    const ready = await world.automatic();
    const id = await world.tookItselfBack(ready);
    expect(await world.holdOf(ready)).toMatchObject({ deploymentId: id, reason: 'error_rate is 7' });
  });

  it('that comes while a release is promoted holds it', async () => {
    const ready = await world.automatic({ isDeployed: false });
    const { id } = await world.report(ready.dev, ready.service, ready.release.key);
    let count = 0;
    const find: typeof world.deps.holds.find = async (place) => {
      const found = await world.deps.holds.find(place);
      if (count++ === 0) await world.rolledBack(ready);
      return found;
    };
    await world.hear(id, { holds: { ...world.deps.holds, find } });
    expect([await world.promotionsTo(ready), count]).toEqual([[], 2]);
  });

  it('after another one keeps the hold as it is', async () => {
    const ready = await held();
    const before = await world.holdOf(ready);
    await world.rolledBack(ready, 'again');
    expect(await world.holdOf(ready)).toEqual(before);
  });

  it('holds nothing in an environment without autoPromote', async () => {
    const ready = await world.automatic({ prod: { autoPromote: false } });
    await world.rolledBack(ready);
    expect(await world.holdOf(ready)).toBeUndefined();
  });

  it('cancels the automatic promotion that waits there', async () => {
    const ready = await world.automatic({ isDeployed: false });
    const old = await world.deployed(ready.prod, ready.service, { version: '1' });
    await world.deployed(ready.dev, ready.service, { release: ready.release.key });
    await world.deployed(ready.prod, ready.service, { version: '0', rollbackOf: old });
    const [made] = await world.promotionsTo(ready);
    expect(made).toMatchObject({
      ...{ status: 'CANCELLED', statusCode: 'promotion.held', finishedAt: isoOf(world.clock.at) },
      statusReason: `A rollback of ${ready.service} in ${ready.prodName} holds automatic promotions.`,
    });
    expect(await world.eventsOf(made?.id)).toEqual(['PromotionRequested', 'PromotionCancelled']);
  });

  it('leaves promotions by people', async () => {
    const ready = await world.automatic();
    const asked = await world.promote(ready);
    await world.rolledBack(ready);
    expect((await world.get(asked.id)).status).toBe('PENDING_GATES');
    expect((await world.promote(ready)).status).toBe('PENDING_GATES');
  });

  it('holds no other service', async () => {
    const ready = await held();
    const other = await world.automatic({ isDeployed: false });
    expect((await lift(ready.prod, other.service)).status).toBe(404);
  });
});

describe('the deletion of an environment', () => {
  it('forgets its holds', async () => {
    const ready = await held();
    await world.asLead('DELETE', `/targets/${ready.target.id}`);
    expect((await world.asAdmin('DELETE', `/environments/${ready.prod}`)).status).toBe(204);
    await world.hear(ready.prod);
    expect(await world.heldOf(ready)).toBeUndefined();
  });
});

describe('liftPromotionHold', () => {
  it('lets the next verified release through', async () => {
    const ready = await held();
    const reply = await lift(ready.prod, ready.service);
    expect([reply.status, await world.holdOf(ready)]).toEqual([204, undefined]);
    expect(await eventsOf(ready)).toEqual(['AutoPromotionHeld', 'AutoPromotionLifted']);
    expect((await world.auditOf('Environment', ready.prod)).at(-1)).toBe('promotion_hold.lifted');
    const { id, key } = await world.next(ready);
    await world.deployed(ready.dev, ready.service, { release: key });
    expect(await world.promotionsTo(ready)).toMatchObject([{ releaseId: id }]);
  });

  it('is not undone by a repetition of the rollback, but by a later one', async () => {
    const ready = await world.automatic();
    const both = await world.rolledBack(ready);
    await lift(ready.prod, ready.service);
    for (const id of both) await world.hear(id);
    expect(await world.holdOf(ready)).toBeUndefined();
    const [first] = await world.rolledBack(ready);
    expect(await world.holdOf(ready)).toMatchObject({ deploymentId: first });
  });

  it.each<[string, (ready: Ready) => [string, string]]>([
    ['names', ({ prodName, service }) => [prodName.toUpperCase(), service]],
    ['ids', ({ prod, serviceId }) => [prod, serviceId]],
  ])('takes %s', async (_, of) => {
    const ready = await held();
    expect((await lift(...of(ready))).status).toBe(204);
  });

  it.each<[string, (ready: Ready) => [string, string]]>([
    ['a service that does not exist', ({ prod }) => [prod, 'ghost']],
    ['an environment that does not exist', ({ service }) => ['ghost', service]],
    ['an unknown id', ({ service }) => [MISSING_ID, service]],
    ['a service that is not held', ({ dev, service }) => [dev, service]],
  ])('answers 404 promotion_hold.not_found for %s', async (_, of) => {
    const reply = await lift(...of(await held()));
    expect(verdict(reply)).toEqual([404, 'promotion_hold.not_found']);
  });

  it('answers 404 to the second of two', async () => {
    const ready = await held();
    const replies = [await lift(ready.prod, ready.service), await lift(ready.prod, ready.service)];
    expect(replies.map(({ status }) => status)).toEqual([204, 404]);
  });

  it('answers 404 for another tenant', async () => {
    const ready = await held();
    const path = `/promotion-holds/${ready.prod}/${ready.serviceId}`;
    const reply = await world.call({ role: 'LEAD', method: 'DELETE', path, ...inOtherTenant });
    expect(verdict(reply)).toEqual([404, 'promotion_hold.not_found']);
  });
});

describe('listPromotionHolds', () => {
  it('lists in pages, of all environments or of one', async () => {
    const [one, other] = [await held(), await held()];
    const page = async (query: string) => (await world.as('VIEWER')('GET', `/promotion-holds?limit=1${query}`)).body;
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { items, nextCursor } = await page(cursor === '' ? '' : `&cursor=${cursor}`);
      found.push(...items.map(({ environmentId }: { environmentId: string }) => environmentId));
      cursor = nextCursor;
    }
    expect(found).toEqual(expect.arrayContaining([one.prod, other.prod]));
    expect(found).toEqual(found.toSorted());
    expect((await page(`&environmentId=${one.prod}`)).items).toMatchObject([{ environmentId: one.prod }]);
    expect((await page(`&environmentId=${MISSING_ID}`)).items).toEqual([]);
  });

  it.each([
    ['LEAD', true],
    ['DEVELOPER', false],
  ] as const)('says whether a %s may lift a hold', async (role, allowed) => {
    const { prod } = await held();
    const { items } = (await world.as(role)('GET', `/promotion-holds?environmentId=${prod}`)).body;
    expect(items).toMatchObject([{ actions: [{ name: 'liftPromotionHold', allowed }] }]);
  });

  it.each(['?environmentId=a%20b', '?service=web'])('answers 400 for %s', async (query) => {
    expect((await world.as('VIEWER')('GET', `/promotion-holds${query}`)).status).toBe(400);
  });
});

describeAccess(
  'promotions',
  [
    ['GET', '/promotion-holds', undefined, ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER', 'CI']],
    ['DELETE', `/promotion-holds/${MISSING_ID}/web`, undefined, ['ADMIN', 'LEAD']],
  ],
  (request) => world.call(request),
);
