// Reports of GitHub: each is attached to a deployment once, or counted; in every order they make the same.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../../functions/_kit/logger.ts';
import { TENANT_ID } from '../../../support/release-world.ts';
import { type DeploymentsWorld, minute, startDeployments } from '../fixture.ts';
import { examplesOf, githubIn } from './github-told.ts';

const EVERY = ['deployment', 'deployment_status'].flatMap((name) =>
  examplesOf(name).map((payload) => [name, payload] as const),
);
const SHA = 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e';
const REPOSITORY = '186853002';

let world: DeploymentsWorld;
beforeAll(async () => {
  world = await startDeployments();
  await world.repository(REPOSITORY, ['hello']);
  await world.repository('77', ['one', 'two']);
});
afterAll(() => world.stop());

const info = vi.spyOn(logger, 'info');
beforeEach(() => void info.mockReset());
const counted = () => info.mock.calls.map(([name]) => name);

const github = (over?: object, repository?: object) => githubIn(world, over, repository);

describe('GitHub', () => {
  it('has each of its examples attached, once, and none lost', async () => {
    const own = await startDeployments();
    await own.repository(REPOSITORY, ['hello']);
    for (let count = 0; count < 2; count++) {
      for (const [name, payload] of EVERY) await own.hear('ci.github', name, payload);
    }
    expect(counted()).toEqual([]);
    // All examples have one id.
    expect(await own.all('&service=hello')).toMatchObject([
      {
        ...{ service: 'hello', status: 'SUCCEEDED', sha: SHA, version: SHA.slice(0, 12), releaseId: null },
        source: { provider: 'github', repository: 'Codertocat/Hello-World', externalId: '145988746' },
        ...{ requestedAt: '2019-05-15T15:20:53.000Z', finishedAt: '2019-05-15T15:20:55.000Z' },
      },
    ]);
    await own.stop();
  });

  it.each([
    ['no repository of the catalog', { id: 1, full_name: 'acme/unknown' }],
    ['a repository of several services', { id: 77, full_name: 'acme/mono' }],
  ])('has each of its examples counted for %s', async (_, repository) => {
    const count = (await world.world.items()).length;
    for (const [name, payload] of EVERY) {
      await world.hear('ci.github', name, { ...payload, repository: { ...repository } });
    }
    expect(counted()).toEqual(EVERY.map(() => 'OutsideEventsUnmatched'));
    expect((await world.world.items()).length).toBe(count);
  });

  it('names a service of a repository of several', async () => {
    const { request, id } = github(
      { payload: { service: 'two', version: '9.9.9' } },
      { id: 77, full_name: 'acme/mono' },
    );
    await world.hear('ci.github', 'deployment', request);
    expect(await world.all('&service=two')).toMatchObject([{ source: { externalId: String(id) }, version: '9.9.9' }]);
    expect(counted()).toEqual([]);
  });

  it('names no service that other repositories speak for', async () => {
    const { request } = github({ payload: { service: 'two', version: '6.6.6' } });
    await world.hear('ci.github', 'deployment', request);
    const { request: unknown } = github(
      { payload: { service: 'hello', version: '6.6.6' } },
      { id: 1, full_name: 'acme/a-fork' },
    );
    await world.hear('ci.github', 'deployment', unknown);
    expect(counted()).toEqual(['OutsideEventsUnmatched', 'OutsideEventsUnmatched']);
    expect((await world.all()).filter(({ version }) => version === '6.6.6')).toEqual([]);
  });

  it.each([undefined, 'x', {}, { deployment: { id: 'x' } }])(
    'with the payload %j is counted as unread',
    async (payload) => {
      await world.hear('ci.github', 'deployment_status', payload);
      expect(counted()).toEqual(['OutsideEventsUnread']);
    },
  );

  it('that another event is of ours to hear changes nothing', async () => {
    await world.hear('ci.github', 'push', { ref: 'refs/heads/main' });
    await world.hear('ci.github', 'deployment_status', github().status('inactive', 1));
    expect(counted()).toEqual([]);
  });

  it('tells a deployment from its request to its end, each change once', async () => {
    const { request, status, found } = github();
    const steps: [string, object][] = [
      ['deployment', request],
      ['deployment_status', status('queued', 0)],
      ['deployment_status', status('in_progress', 1)],
      ['deployment_status', status('in_progress', 1)],
      ['deployment_status', status('failure', 3, { description: 'smoke test', log_url: 'https://ci.test/3' })],
    ];
    for (const [name, payload] of steps) await world.hear('ci.github', name, payload);
    const [item] = await found();
    expect(item).toMatchObject({
      ...{
        status: 'FAILED',
        reason: 'smoke test',
        logUrl: 'https://ci.test/3',
        startedAt: minute(1),
        finishedAt: minute(3),
      },
      by: { type: 'EXTERNAL', id: 'github:Codertocat', name: 'Codertocat' },
    });
    expect(await world.eventsOf(item?.id)).toEqual(['DeploymentCreated', 'DeploymentStarted', 'DeploymentFailed']);
  });

  it('has all its reports at once as one deployment in one new environment', async () => {
    const { request, status, found } = github({ environment: 'at-once' });
    await Promise.all([
      world.hear('ci.github', 'deployment', request),
      world.hear('ci.github', 'deployment_status', status('in_progress', 1)),
      world.hear('ci.github', 'deployment_status', status('success', 2)),
    ]);
    const all = await found();
    expect(all).toMatchObject([{ status: 'SUCCEEDED', startedAt: minute(1), finishedAt: minute(2) }]);
    expect(await world.eventsOf(all[0]?.environmentId)).toEqual(['EnvironmentCreated']);
  });

  it('makes the same of its reports in every order, however often they come', async () => {
    const made = new Set<string>();
    const orders = fc.sample(fc.shuffledSubarray([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], { minLength: 10 }), {
      numRuns: 12,
      seed: 7,
    });
    for (const order of orders) {
      const { request, status, found, id } = github();
      const all: [string, object][] = [
        ['deployment', request],
        ['deployment_status', status('queued', 1, { environment_url: 'https://old.acme.test' })],
        ['deployment_status', status('in_progress', 2, { log_url: 'https://ci.test/2' })],
        ['deployment_status', status('failure', 3, { description: 'flaky' })],
        ['deployment_status', status('success', 4, { environment_url: 'https://acme.test' })],
      ];
      for (const index of order) await world.hear('ci.github', ...(all[index] as [string, object]));
      const [item] = await found();
      const stored = await world.deps.deployments.get(TENANT_ID as never, String(item?.id));
      const {
        deploymentId: _i,
        shelf: _s,
        environmentId: _e,
        source: _o,
        revision: _r,
        createdAt: _c,
        ...rest
      } = stored;
      made.add(JSON.stringify({ ...rest, updatedAt: '' }, Object.keys(rest).sort()).replaceAll(String(id), 'id'));
      expect(await world.live(`&environmentId=${item?.environmentId}`)).toMatchObject([
        { deploymentId: item?.id, since: minute(4), lastGood: null },
      ]);
    }
    expect(made.size).toBe(1);
  });
});

describe('the release', () => {
  it('is the one with the commit as its built one, and not of another commit or service', async () => {
    await world.world.service('free');
    const kit = await world.world.integrationKit();
    const release = await world.world.release(kit, { service: 'hello', version: '7.0.0' });
    const { pipelines } = await world.world.stored(release.id);
    const built = { commitSha: SHA, buildStatus: 'SUCCESS' } as const;
    const [pipeline] = pipelines;
    if (!pipeline) throw new Error('no pipeline');
    const { release: item } = await world.world.stored(release.id);
    await world.world.seed([
      world.world.releases.updatePipeline(pipeline, minute(0), built),
      world.world.releases.claimBranch(item),
    ]);
    const ref = 'release/7.0.0';
    for (const [over, expected] of [
      [{ ref }, release.id],
      [{ ref: `refs/heads/${ref}` }, release.id],
      [{ ref, sha: 'abc'.repeat(10) }, null],
      [{ ref, payload: { service: 'free' } }, null],
      [{ ref: 'v7.0.0', sha: 'abc'.repeat(10) }, release.id],
    ] as const) {
      const { request, id } = github(over);
      await world.hear('ci.github', 'deployment', request);
      const all = await world.all();
      const item = all.find(({ source }) => (source as { externalId?: string } | null)?.externalId === String(id));
      expect([over, item?.releaseId]).toEqual([over, expected]);
      if (expected !== null) expect(item?.version).toBe('7.0.0');
    }
    // A commit is found without its branch among the contents of releases.
    await world.world.contents.note({ tenantId: TENANT_ID, releaseId: release.id }, [SHA], world.world.clock.at);
    const { request, found } = github({ ref: 'main' });
    await world.hear('ci.github', 'deployment', request);
    expect(await found()).toMatchObject([{ releaseId: release.id, version: '7.0.0' }]);
  });
});
