// Reports of GitLab and by CDEvents: deployments, rollbacks and removals of services.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../functions/_kit/logger.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { type DeploymentsWorld, minute, startDeployments } from './fixture.ts';

const SHA = 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e';

let world: DeploymentsWorld;
beforeAll(async () => {
  world = await startDeployments();
  await world.world.service('hello');
  await world.repository('acme/app', ['labbed'], 'gitlab');
});
afterAll(() => world.stop());

const info = vi.spyOn(logger, 'info');
beforeEach(() => void info.mockReset());
const counted = () => info.mock.calls.map(([name]) => name);

describe('GitLab', () => {
  it('tells a deployment of a project that the catalog names by its path', async () => {
    const told = (status: string, at: number) => ({
      ...{
        object_kind: 'deployment',
        status,
        status_changed_at: minute(at),
        deployment_id: 15,
        environment: 'staging',
      },
      ...{
        deployable_url: 'https://gitlab.test/acme/app/-/jobs/796',
        project: { id: 30, path_with_namespace: 'acme/app' },
      },
      ...{ ref: 'main', short_sha: '279484c0', user: { username: 'root' }, commit_url: `https://gitlab.test/c/${SHA}` },
    });
    for (const [status, at] of [
      ['running', 1],
      ['success', 2],
      ['running', 1],
    ] as const) {
      await world.hear('ci.gitlab', 'Deployment Hook', told(status, at));
    }
    expect(await world.all('&service=labbed')).toMatchObject([
      { status: 'SUCCEEDED', startedAt: minute(1), finishedAt: minute(2), sha: SHA, by: { id: 'gitlab:root' } },
    ]);
    expect(counted()).toEqual([]);
  });
});

describe('CDEvents', () => {
  let events = 0;
  const cdevent = (predicate: string, at: number, version: string, environment: string, id = `event-${++events}`) => ({
    context: { id, source: '/cd', type: `dev.cdevents.service.${predicate}.0.2.0`, timestamp: minute(at) },
    subject: { id: 'service/hello', content: { environment: { id: environment }, artifactId: `pkg:oci/x@${version}` } },
  });
  const hear = (payload: ReturnType<typeof cdevent>) => world.hear('ci.argo', payload.context.type, payload);
  const liveIn = async (environmentId: unknown) =>
    (await world.live(`&environmentId=${environmentId}`)).map(({ version, lastGood }) => [
      version,
      lastGood && (lastGood as { version: string }).version,
    ]);

  it('deploy, upgrade, roll back, and take a service down', async () => {
    const place = async () => (await world.deps.environments.get(TENANT_ID as never, 'cd-1')).environmentId;
    await hear(cdevent('deployed', 1, '1.0.0', 'cd-1'));
    await hear(cdevent('upgraded', 2, '2.0.0', 'cd-1'));
    expect(await liveIn(await place())).toEqual([['2.0.0', '1.0.0']]);
    const rollback = cdevent('rolledback', 3, '1.0.0', 'cd-1');
    for (let count = 0; count < 2; count++) await hear(rollback);
    expect(await liveIn(await place())).toEqual([['1.0.0', null]]);
    const all = await world.all(`&environmentId=${await place()}`);
    expect(all.map(({ version, status }) => [version, status])).toEqual([
      ['1.0.0', 'SUCCEEDED'],
      ['2.0.0', 'ROLLED_BACK'],
      ['1.0.0', 'SUCCEEDED'],
    ]);
    expect(all[0]?.rollbackOf).toBe(all[1]?.id);
    const removal = cdevent('removed', 4, '1.0.0', 'cd-1');
    for (let count = 0; count < 2; count++) await hear(removal);
    expect(await liveIn(await place())).toEqual([]);
    expect(await world.eventsOf(await place())).toEqual(['EnvironmentCreated', 'LiveDeploymentRemoved']);
    await hear(cdevent('deployed', 5, '3.0.0', 'cd-1'));
    expect(await liveIn(await place())).toEqual([['3.0.0', '1.0.0']]);
    expect(counted()).toEqual([]);
  });

  it('that take down what nobody knows are counted', async () => {
    await hear(cdevent('removed', 1, '1.0.0', 'cd-unknown'));
    const stranger = cdevent('deployed', 1, '1.0.0', 'cd-1');
    await hear({ ...stranger, subject: { ...stranger.subject, id: 'ghost' } });
    expect(counted()).toEqual(['OutsideEventsUnmatched', 'OutsideEventsUnmatched']);
    await expect(world.deps.environments.get(TENANT_ID as never, 'cd-unknown')).rejects.toThrow();
  });

  it('of a removal by a wrong clock take the service down until its next deployment', async () => {
    await hear(cdevent('deployed', -2, '1.0.0', 'cd-3'));
    await hear(cdevent('removed', 9_999_999, '1.0.0', 'cd-3'));
    const { environmentId } = await world.deps.environments.get(TENANT_ID as never, 'cd-3');
    expect(await liveIn(environmentId)).toEqual([]);
    await hear(cdevent('deployed', 1, '2.0.0', 'cd-3'));
    expect(await liveIn(environmentId)).toEqual([['2.0.0', '1.0.0']]);
  });

  it('of a removal that comes before the deployment leave it down', async () => {
    await hear(cdevent('deployed', 1, '1.0.0', 'cd-2'));
    await hear(cdevent('removed', 3, '1.0.0', 'cd-2'));
    await hear(cdevent('upgraded', 2, '2.0.0', 'cd-2'));
    const { environmentId } = await world.deps.environments.get(TENANT_ID as never, 'cd-2');
    expect(await liveIn(environmentId)).toEqual([]);
  });
});
