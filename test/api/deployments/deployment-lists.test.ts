// Lists of deployments, of what is live, and of metrics.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceDeleted } from '../../../entities/catalog/events.ts';
import { EnvironmentDeleted } from '../../../entities/environments/events.ts';
import { onEnvironmentDeleted } from '../../../functions/deployments/on/environment-deleted.ts';
import { onServiceDeleted } from '../../../functions/deployments/on/service-deleted.ts';
import { MISSING_ID, NOW_ISO, TENANT_ID, verdict } from '../../support/release-world.ts';
import { type DeploymentsWorld, minute, startDeployments } from './fixture.ts';

let world: DeploymentsWorld;
/** Ids of environments by name, and of deployments by version. */
const places: Record<string, string> = {};
const ids: Record<string, string> = {};
let releaseId = '';

beforeAll(async () => {
  world = await startDeployments();
  const kit = await world.world.integrationKit();
  releaseId = (await world.world.release(kit, { service: 'web', version: '3.0.0' })).id;
  for (const [version, service, environment, status, startedAt, finishedAt] of [
    ['a', 'web', 'prod', 'SUCCEEDED', '2025-11-30T10:00:00Z', '2025-11-30T10:05:00Z'],
    ['b', 'web', 'test', 'FAILED', '2026-01-31T23:59:59.999Z', '2026-02-01T00:05:00Z'],
    ['c', 'api', 'prod', 'SUCCEEDED', '2026-02-01T00:00:00Z', '2026-02-01T00:05:00Z'],
    ['3.0.0', 'web', 'prod', 'SUCCEEDED', '2026-03-01T10:00:00Z', '2026-03-01T10:05:00Z'],
    ['d', 'web', 'test', 'IN_PROGRESS', '2026-03-01T10:00:00+01:00', undefined],
  ] as const) {
    const made = await world.deployment({ version, service, environment, status, startedAt, finishedAt });
    places[environment] = made.environmentId;
    ids[version] = made.id;
  }
});
afterAll(() => world.stop());

/** The versions of all pages. */
async function versions(path: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null; pages++) {
    expect(pages).toBeLessThan(60);
    const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await world.asCi('GET', `${path}limit=${limit}${next}`);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    found.push(...body.items.map(({ version }: { version: string }) => version));
    cursor = body.nextCursor;
  }
  return found;
}

describe('listDeployments', () => {
  it.each([
    ['', ['3.0.0', 'd', 'c', 'b', 'a']],
    ['service=web', ['3.0.0', 'd', 'b', 'a']],
    ['service=ghost', []],
    ['environmentId=prod', ['3.0.0', 'c', 'a']],
    ['environmentId=prod&service=web', ['3.0.0', 'a']],
    ['status=SUCCEEDED', ['3.0.0', 'c', 'a']],
    ['status=IN_PROGRESS', ['d']],
    ['status=FAILED&environmentId=test', ['b']],
    ['origin=REPORTED&service=api', ['c']],
    ['origin=WINDLASS', []],
    ['releaseId=ours', ['3.0.0']],
    ['releaseId=ours&status=FAILED', []],
    ['from=2026-02-01T00:00:00Z', ['3.0.0', 'd', 'c']],
    ['to=2026-02-01T00:00:00Z', ['b', 'a']],
    ['from=2026-01-31T00:00:00Z&to=2026-03-01T00:00:00Z&service=web', ['b']],
    ['from=2026-01-31T00:00:00Z&to=2026-03-01T00:00:00Z&status=SUCCEEDED', ['c']],
    ['from=2026-01-31T00:00:00Z&to=2026-03-01T00:00:00Z&environmentId=prod', ['c']],
    ['from=2027-01-01T00:00:00Z', []],
    ['from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', []],
  ])('?%s is %j, in pages of any size', async (query, expected) => {
    const asked = query
      .replace(/environmentId=(\w+)/, (_, name: string) => `environmentId=${places[name]}`)
      .replace('releaseId=ours', `releaseId=${releaseId}`);
    for (const limit of [1, 2, 100]) {
      expect([limit, await versions(`/deployments?${asked}${asked && '&'}`, limit)]).toEqual([limit, expected]);
    }
  });

  it.each(['status=DONE', 'from=yesterday', 'cursor=x', 'limit=0', 'page=2'])('refuses ?%s', async (query) => {
    expect((await world.asCi('GET', `/deployments?${query}`)).status).toBe(400);
  });

  it('moves a deployment to the place of its beginning', async () => {
    const { id } = await world.deployment({ service: 'later', status: 'PENDING' });
    await world.asCi('POST', `/deployments/${id}/status`, { status: 'IN_PROGRESS', at: '2026-02-10T00:00:00Z' });
    const found = await world.all('&service=later&to=2026-02-11T00:00:00Z&from=2026-02-09T00:00:00Z');
    expect(found).toMatchObject([
      { id, startedAt: '2026-02-10T00:00:00.000Z', requestedAt: '2026-02-10T00:00:00.000Z' },
    ]);
  });

  it('loses the deployments of a release with the release, and keeps the deployments', async () => {
    const { createReleaseRemainsRepo } = await import('../../../entities/releases/removal/release-remains.repo.ts');
    const remains = createReleaseRemainsRepo(world.world.table);
    const kit = await world.world.integrationKit();
    const { id } = await world.world.release(kit, { service: 'web', version: '4.0.0' });
    const made = await world.deployment({ service: 'web', version: '4.0.0', environment: 'other' });
    expect(await world.all(`&releaseId=${id}`)).toHaveLength(1);
    await remains.remove({ tenantId: TENANT_ID, releaseId: id, service: 'web' });
    expect(await world.all(`&releaseId=${id}`)).toEqual([]);
    expect((await world.asCi('GET', `/deployments/${made.id}`)).status).toBe(200);
  });
});

describe('listLiveDeployments', () => {
  it.each([
    ['environmentId=prod', ['3.0.0', 'c']],
    ['service=web&environmentId=prod', ['3.0.0']],
    ['service=api', ['c']],
    ['service=ghost', []],
    ['environmentId=test', []],
  ])('?%s is %j', async (query, expected) => {
    const asked = query.replace(/environmentId=(\w+)/, (_, name: string) => `environmentId=${places[name]}`);
    for (const limit of [1, 2, 100]) {
      expect((await versions(`/live-deployments?${asked}&`, limit)).sort()).toEqual([...expected].sort());
    }
  });

  it('names the last good one', async () => {
    const [item] = await world.live(`&environmentId=${places.prod}&service=web`);
    expect(item).toMatchObject({
      ...{ deploymentId: ids['3.0.0'], releaseId, version: '3.0.0', since: '2026-03-01T10:05:00.000Z' },
      ...{ by: { type: 'TOKEN' }, lastGood: { deploymentId: ids.a, version: 'a' } },
    });
  });

  it('is empty for a deleted environment, whose deployments stay', async () => {
    const { id, environmentId } = await world.deployment({ environment: 'gone' });
    expect(await world.live(`&environmentId=${environmentId}`)).toHaveLength(1);
    const { detail, source, detailType } = EnvironmentDeleted.create(world.world.caller(), environmentId, {
      ...{ environmentId, name: 'gone' },
    });
    const event = { id: detail.id, source, 'detail-type': detailType, time: NOW_ISO, detail: { ...detail } };
    for (let count = 0; count < 2; count++) await onEnvironmentDeleted(event, world.eventsDeps);
    expect(await world.live(`&environmentId=${environmentId}`)).toEqual([]);
    expect((await world.asCi('GET', `/deployments/${id}`)).status).toBe(200);
  });
});

describe('a deleted place', () => {
  it('is live nowhere any more when its service is deleted, nor by a late report in a deleted environment', async () => {
    const { serviceId, environmentId } = await world.deployment({ service: 'ended', environment: 'ended' });
    const late = await world.deployment({ environment: 'ended', status: 'IN_PROGRESS' });
    const caller = world.world.caller();
    const heard = ({ detail, source, detailType }: { detail: { id: string }; source: string; detailType: string }) => ({
      ...{ id: detail.id, source, 'detail-type': detailType, time: NOW_ISO, detail: { ...detail } },
    });
    const deleted = ServiceDeleted.create(caller, serviceId, { serviceId, slug: 'ended' });
    for (let count = 0; count < 2; count++) await onServiceDeleted(heard(deleted), world.eventsDeps);
    expect(await world.live(`&environmentId=${environmentId}`)).toEqual([]);
    const environment = await world.deps.environments.get(TENANT_ID as never, environmentId);
    await world.world.seed(world.deps.environments.remove(environment));
    await world.asCi('POST', `/deployments/${late.id}/status`, { status: 'SUCCEEDED' });
    expect(await world.live(`&environmentId=${environmentId}`)).toEqual([]);
    expect((await world.asCi('GET', `/deployments/${late.id}`)).body.status).toBe('SUCCEEDED');
  });
});

describe('recordDeploymentMetrics', () => {
  const metric = { name: 'error_rate', value: 0.5, unit: 'percent', recordedAt: minute(-1) };

  it('records any number of values, each once, without an entry for each', async () => {
    const { id } = await world.deployment();
    const at = `/deployments/${id}/metrics`;
    const many = Array.from({ length: 100 }, (_, index) => ({
      name: 'cpu',
      value: index,
      recordedAt: minute(index - 99),
    }));
    for (let count = 0; count < 2; count++) {
      expect((await world.asCi('POST', at, { metrics: many })).body).toEqual({ recorded: 100 });
    }
    await world.asCi('POST', at, { metrics: [metric, { name: 'memory', value: -1 }] });
    const found: Record<string, unknown>[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await world.asCi('GET', `${at}?limit=40${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      found.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(found).toHaveLength(102);
    expect([found[0], found.at(-1)]).toEqual([
      { name: 'cpu', value: 0, unit: null, recordedAt: minute(-99) },
      { name: 'memory', value: -1, unit: null, recordedAt: NOW_ISO },
    ]);
    expect(found).toContainEqual(metric);
    expect(await world.auditOf('Deployment', id)).toEqual(['deployment.reported']);
  });

  it('takes a time that lies ahead as now: a wrong clock does not speak for later steps', async () => {
    const { id } = await world.deployment();
    const path = `/deployments/${id}/metrics`;
    await world.asCi('POST', path, { metrics: [{ ...metric, recordedAt: '2099-01-01T00:00:00+01:00' }] });
    expect((await world.asCi('GET', path)).body.items).toEqual([{ ...metric, recordedAt: NOW_ISO }]);
  });

  it.each([
    [{ metrics: [] }],
    [{ metrics: [metric, { ...metric, value: 2 }] }],
    [
      {
        metrics: [
          { name: 'cpu', value: 1 },
          { name: 'cpu', value: 2 },
        ],
      },
    ],
    [{ metrics: Array.from({ length: 101 }, () => metric) }],
    [{ metrics: [{ ...metric, name: 'a b' }] }],
    [{ metrics: [{ ...metric, value: '1' }] }],
    [{}],
  ])('refuses %j', async (body) => {
    const { id } = await world.deployment();
    expect(verdict(await world.asCi('POST', `/deployments/${id}/metrics`, body))).toEqual([400, 'request.invalid']);
  });

  it('answers 404 deployment.not_found', async () => {
    const reply = await world.asCi('POST', `/deployments/${MISSING_ID}/metrics`, { metrics: [metric] });
    expect(verdict(reply)).toEqual([404, 'deployment.not_found']);
  });
});

describe('listDeploymentMetrics', () => {
  it('lists those of one deployment', async () => {
    const [one, other] = [await world.deployment(), await world.deployment()];
    await world.asCi('POST', `/deployments/${one.id}/metrics`, { metrics: [{ name: 'cpu', value: 1 }] });
    expect((await world.asCi('GET', `/deployments/${one.id}/metrics`)).body.items).toHaveLength(1);
    expect((await world.asCi('GET', `/deployments/${other.id}/metrics`)).body).toEqual({ items: [], nextCursor: null });
    expect(verdict(await world.asCi('GET', `/deployments/${MISSING_ID}/metrics`))).toEqual([
      404,
      'deployment.not_found',
    ]);
  });
});
