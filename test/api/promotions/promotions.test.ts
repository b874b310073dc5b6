// Requests of promotions, as people and CI make them, and their lists.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { readSnapshot } from '../../../functions/promotions/evaluation/snapshot.ts';
import { fieldsOf, inOtherTenant, MISSING_ID, TENANT_ID, verdict } from '../../support/release-world.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { DIGEST, type PromotionsStage, type Ready, startPromotions } from './fixture.ts';

let world: PromotionsStage;
let ready: Ready;
beforeAll(async () => {
  world = await startPromotions();
  ready = await world.ready({ prod: { requiredApprovals: 1 } });
});
afterAll(() => world.stop());

const post = (body: unknown, query = '', headers: Record<string, string> = {}) =>
  world.as('DEVELOPER')('POST', `/promotions${query}`, body, headers);

describe('createPromotion', () => {
  it('answers 201 with the promotion, its address and its components', async () => {
    const reply = await post({ ...ready.body, reason: 'a fix', rollout: { labels: { region: 'eu' } } });
    expect(reply.status).toBe(201);
    expect(reply.headers.location).toBe(`/api/v1/${TENANT_ID}/promotions/${reply.body.id}`);
    expect(reply.body).toMatchObject({
      ...{ releaseKey: ready.release.key, environmentId: ready.prod, environmentName: ready.prodName },
      ...{ service: ready.service, serviceId: ready.serviceId, sourceEnvironmentId: ready.dev, reason: 'a fix' },
      ...{ status: 'PENDING_GATES', statusCode: null, evaluatedAt: null, policyVersion: 1, round: 1, revision: 1 },
      requestedBy: { type: 'USER', name: 'the developer' },
      components: [{ componentId: ready.componentId, name: 'web', digest: DIGEST }],
      rollout: { strategy: 'ALL_AT_ONCE', failurePolicy: 'ROLLBACK', maxConcurrent: 20, labels: { region: 'eu' } },
    });
    expect(await world.eventsOf(reply.body.id)).toEqual(['PromotionRequested']);
    expect(await world.auditOf('Promotion', reply.body.id)).toEqual(['promotion.requested']);
  });

  it.each([
    ['the id of the release', () => ({ release: ready.release.id })],
    ['the id of the environment', () => ({ environment: ready.prod })],
    ['another case of its name', () => ({ environment: ready.prodName.toUpperCase() })],
  ])('takes %s', async (_, over) => {
    const { body } = await post({ ...ready.body, ...over() });
    expect(body).toMatchObject({ releaseId: ready.release.id, environmentId: ready.prod });
  });

  it.each([
    [{ release: 'ghost@1.0.0' }, [422, 'promotion.invalid'], ['release release.not_found']],
    [{ release: MISSING_ID }, [422, 'promotion.invalid'], ['release release.not_found']],
    [{ environment: 'ghost' }, [422, 'promotion.invalid'], ['environment environment.not_found']],
    [
      { release: 'ghost@1.0.0', environment: MISSING_ID },
      [422, 'promotion.invalid'],
      ['environment environment.not_found', 'release release.not_found'],
    ],
    [{ environment: ' ' }, [400, 'request.invalid'], ['environment request.too_small']],
    [{ reason: '' }, [400, 'request.invalid'], ['reason request.too_small']],
    [{ rollout: { steps: [] } }, [400, 'request.invalid'], ['rollout.steps request.too_small']],
    [{ requestedBy: 'me' }, [400, 'request.invalid'], ['requestedBy request.unknown_field']],
  ])('refuses %j', async (over, expected, fields) => {
    const count = (await world.world.items()).length;
    const reply = await post({ ...ready.body, ...over });
    expect([verdict(reply), fieldsOf(reply)]).toEqual([expected, fields]);
    expect((await world.world.items()).length).toBe(count);
  });

  it('answers 422 environment.outside_order for an environment that promotions do not reach', async () => {
    const { name } = await world.environment({ order: null });
    const reply = await post({ ...ready.body, environment: name });
    expect([verdict(reply), fieldsOf(reply)]).toEqual([
      [422, 'promotion.invalid'],
      ['environment environment.outside_order'],
    ]);
  });

  it.each(['KICKOFF_PENDING', 'CANCELLED'] as const)(
    'answers 409 promotion.release_not_ready for a release that is %s',
    async (status) => {
      const { key } = await world.release(ready.service, ready.componentId, { status });
      expect(verdict(await post({ ...ready.body, release: key }))).toEqual([409, 'promotion.release_not_ready']);
    },
  );

  it('is done once with an Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'once' };
    const [first, again] = [await post(ready.body, '', key), await post(ready.body, '', key)];
    expect(again.text).toBe(first.text);
  });

  it('is accepted a hundred times at once', async () => {
    const own = await world.ready();
    const replies = await Promise.all(Array.from({ length: 100 }, () => post(own.body)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(100);
  });

  it('names the users behind the accounts of its cycles as authors', async () => {
    const own = await world.ready();
    const [author, writer] = [
      await world.world.member('DEVELOPER', { slackUserId: 'U1' }),
      await world.world.member('DEVELOPER'),
    ];
    const { email } = await world.world.people.get(TENANT_ID as TenantId, writer);
    const at = new Date(world.clock.at).toISOString();
    await world.world.seed([
      world.world.releases.cycles.create({
        ...{ tenantId: TENANT_ID, releaseId: own.release.id, cycle: 1, status: 'OPEN', reason: 'FIRST' },
        ...{ openedAt: at, createdAt: at, updatedAt: at, revision: 1, schemaVersion: 1 },
        authors: [
          { provider: 'slack', externalId: 'U1' },
          { provider: 'email', externalId: email },
          { provider: 'github', externalId: 'stranger' },
        ],
      } as never),
    ]);
    expect((await post(own.body)).body.authors).toEqual([author, writer].sort());
  });

  it('finds the deployment to the environment before also of a release that runs in very many', async () => {
    const own = await world.ready();
    const item = await world.stored((await post(own.body)).body.id);
    const { deps } = world;
    const endless = { ...deps.deployments, list: async () => ({ items: [], nextCursor: 'more' }) };
    const [environment, release] = await Promise.all([
      deps.environments.get(TENANT_ID as TenantId, own.prod),
      deps.releases.find(TENANT_ID as TenantId, own.release.id),
    ]);
    const read = readSnapshot(item, environment, release as never, world.clock.at, { ...deps, deployments: endless });
    expect((await read).snapshot.sources).toMatchObject([{ deployment: { status: 'SUCCEEDED' } }]);
  });

  it('names an author who has given up the account since the commits were read', async () => {
    const own = await world.ready();
    const author = await world.world.member('DEVELOPER');
    const accounts = [{ provider: 'github', externalId: 'given-up' }];
    const kept = { tenantId: TENANT_ID, releaseId: own.release.id, users: [author], accounts };
    await world.world.seed([world.world.releases.authors.keep(kept)]);
    expect((await post(own.body)).body.authors).toEqual([author]);
  });

  describe('with dryRun', () => {
    it('answers 200 with the decision record of now, and changes nothing', async () => {
      const count = (await world.world.items()).length;
      const { status, body, headers } = await post(ready.body, '?dryRun=true');
      expect([status, headers.location, body.result]).toEqual([200, undefined, 'PENDING']);
      expect(body.gates.map((gate: { type: string; status: string }) => `${gate.type} ${gate.status}`)).toEqual([
        'EMERGENCY_STOP PASSED',
        'PROMOTION_ORDER PASSED',
        'FREEZE PASSED',
        'DIGESTS PASSED',
        'TARGETS PASSED',
        'AGENTS PASSED',
        'APPROVALS PENDING',
      ]);
      expect((await world.world.items()).length).toBe(count);
    });

    it('answers the same at the same moment', async () => {
      expect((await post(ready.body, '?dryRun=true')).text).toBe((await post(ready.body, '?dryRun=true')).text);
    });

    it('says what stands in its way', async () => {
      const own = await world.ready({ isDeployed: false });
      await world.asLead('POST', `/environments/${own.prod}/stop`, { reason: 'a fire' });
      const { body } = await post(own.body, '?dryRun=true');
      expect(body.result).toBe('DENY');
      expect(body.gates.slice(0, 2)).toMatchObject([
        { status: 'PENDING', reasonCode: 'emergency_stop.in_force' },
        { status: 'FAILED', reasonCode: 'promotion_order.not_deployed' },
      ]);
    });

    it.each([
      [{ release: 'ghost@1.0.0' }, 422],
      [{ environment: 'ghost' }, 422],
    ])('refuses %j as without it', async (over, status) => {
      expect((await post({ ...ready.body, ...over }, '?dryRun=true')).status).toBe(status);
    });

    it('answers 400 for another value', async () => {
      expect((await post(ready.body, '?dryRun=yes')).status).toBe(400);
    });
  });
});

describe('listPromotions', () => {
  it('lists by every filter, newest first', async () => {
    const [one, other] = [await world.ready(), await world.ready()];
    const [first, second] = [await world.promote(one), await world.promote(one)];
    const middle = new Date(world.clock.at + 1).toISOString();
    const third = await world.promote(other);
    const idsOf = async (query: string) =>
      (await world.as('VIEWER')('GET', `/promotions?limit=100&${query}`)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect((await idsOf('')).slice(0, 3)).toEqual([third.id, second.id, first.id]);
    expect(await idsOf(`service=${one.service}`)).toEqual([second.id, first.id]);
    expect(await idsOf(`environmentId=${one.prod}`)).toEqual([second.id, first.id]);
    expect(await idsOf(`releaseId=${other.release.id}`)).toEqual([third.id]);
    expect(await idsOf(`service=${one.service}&environmentId=${other.prod}`)).toEqual([]);
    expect(await idsOf(`status=PENDING_GATES&environmentId=${one.prod}`)).toEqual([second.id, first.id]);
    expect(await idsOf('status=DEPLOYED')).toEqual([]);
    expect((await idsOf('status=PENDING_GATES')).slice(0, 2)).toEqual([third.id, second.id]);
    expect(await idsOf(`from=${middle}`)).toEqual([third.id]);
    expect(await idsOf(`to=${middle}&service=${one.service}`)).toEqual([second.id, first.id]);
    expect(await idsOf(`from=${middle}&to=${middle}`)).toEqual([]);
    expect(await idsOf('service=ghost')).toEqual([]);
  });

  it.each(['', '&status=PENDING_GATES'])('goes on a minute later, over all: %s', async (filter) => {
    const page = async (cursor: string) => {
      world.clock.at += 60_000;
      return (await world.as('VIEWER')('GET', `/promotions?limit=2${filter}${cursor}`)).body;
    };
    const first = await page('');
    const second = await page(`&cursor=${first.nextCursor}`);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted().toReversed());
    expect(ids).toHaveLength(4);
  });

  it.each([
    '?to=0000-01-01T00:00:00Z',
    '?from=9999-12-31T23:59:59Z',
    '?from=9999-12-31T23:59:59Z&to=0000-01-01T00:00:00Z',
    '?from=9999-12-31T23:59:59Z&status=DEPLOYED',
  ])('is empty for %s', async (query) => {
    const { status, body } = await world.as('VIEWER')('GET', `/promotions${query}`);
    expect([status, body.items]).toEqual([200, []]);
  });

  it('answers 400 for a time after the years that it knows', async () => {
    expect((await world.as('VIEWER')('GET', '/promotions?from=9999-12-31T23:59:59-14:00')).status).toBe(400);
  });

  it('goes on where a page ends', async () => {
    const own = await world.ready();
    const made = [await world.promote(own), await world.promote(own), await world.promote(own)].map(({ id }) => id);
    const page = (cursor: string) =>
      world
        .as('VIEWER')('GET', `/promotions?limit=2&environmentId=${own.prod}${cursor}`)
        .then(({ body }) => body);
    const first = await page('');
    const second = await page(`&cursor=${first.nextCursor}`);
    const found = [...first.items, ...second.items].map(({ id }) => id);
    expect([found, second.nextCursor]).toEqual([made.toReversed(), null]);
  });
});

describe('getPromotion', () => {
  it('shows a promotion before its gates were looked at', async () => {
    const { id } = await world.promote(ready);
    expect(await world.get(id)).toMatchObject({ id, decision: null, override: null, status: 'PENDING_GATES' });
  });

  it('answers 404 promotion.not_found for another tenant, as for a missing one', async () => {
    const { id } = await world.promote(ready);
    const of = (over: object, path: string) => world.call({ role: 'VIEWER', method: 'GET', path, ...over });
    const [missing, foreign, wrong] = [
      await of({}, `/promotions/${MISSING_ID}`),
      await of(inOtherTenant, `/promotions/${id}`),
      await of({}, '/promotions/nonsense'),
    ];
    expect([missing, foreign, wrong].map(verdict)).toEqual(Array(3).fill([404, 'promotion.not_found']));
  });
});

describeAccess(
  'promotions',
  [
    ['GET', '/promotions', undefined, ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER', 'CI']],
    ['GET', `/promotions/${MISSING_ID}`, undefined, ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER', 'CI']],
    ['GET', `/promotions/${MISSING_ID}/explain`, undefined, ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER', 'CI']],
    ['POST', '/promotions', {}, ['ADMIN', 'LEAD', 'DEVELOPER', 'CI']],
    ['POST', `/promotions/${MISSING_ID}/cancel`, {}, ['ADMIN', 'LEAD', 'DEVELOPER']],
    ['POST', `/promotions/${MISSING_ID}/override`, {}, ['ADMIN', 'LEAD', 'DEVELOPER']],
    ['POST', `/promotions/${MISSING_ID}/override/grant`, undefined, ['ADMIN', 'LEAD']],
  ],
  (request) => world.call(request),
);
