// Deployments that GitHub says are inactive: one to a transient environment was taken down, of others another one took the place.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../../functions/_kit/logger.ts';
import { type DeploymentsWorld, minute, startDeployments } from '../fixture.ts';
import { githubIn } from './github-told.ts';

let world: DeploymentsWorld;
beforeAll(async () => {
  world = await startDeployments();
  await world.repository('186853002', ['hello']);
});
afterAll(() => world.stop());

const info = vi.spyOn(logger, 'info');
beforeEach(() => void info.mockReset());
const counted = () => info.mock.calls.map(([name]) => name);
const github = (over?: object) => githubIn(world, over);

describe('GitHub, of a deployment that is inactive', () => {
  type Told = ReturnType<typeof github>;
  const say = (told: Told, ...states: readonly (readonly [string, number])[]) =>
    states.reduce(
      (before, [state, at]) => before.then(() => world.hear('ci.github', 'deployment_status', told.status(state, at))),
      Promise.resolve(),
    );
  const liveOf = async (told: Told) => {
    const [item] = await told.found();
    const all = await world.live(`&environmentId=${item?.environmentId}`);
    return all.map(({ deploymentId }) => deploymentId === item?.id);
  };
  const closing = { transient_environment: true };

  it.each<[string, object, readonly (readonly [string, number])[], readonly boolean[]]>([
    [
      'in a transient environment',
      closing,
      [
        ['success', 1],
        ['inactive', 2],
      ],
      [],
    ],
    [
      'in a transient environment, heard before its success',
      closing,
      [
        ['in_progress', 0],
        ['inactive', 2],
        ['success', 1],
      ],
      [],
    ],
    [
      'in another environment',
      { transient_environment: false },
      [
        ['success', 1],
        ['inactive', 2],
      ],
      [true],
    ],
    [
      'in one of which nothing is said',
      {},
      [
        ['success', 1],
        ['inactive', 2],
      ],
      [true],
    ],
    [
      'after it failed',
      closing,
      [
        ['failure', 1],
        ['inactive', 2],
      ],
      [],
    ],
  ])('%s says what is live', async (_, over, states, live) => {
    const told = github(over);
    await say(told, ...states);
    expect(await liveOf(told)).toEqual(live);
  });

  it('keeps the deployment, and tells that it is not live any more, once', async () => {
    const told = github(closing);
    await say(told, ['success', 1], ['inactive', 2], ['inactive', 2]);
    const [item] = await told.found();
    expect(item).toMatchObject({ status: 'SUCCEEDED', finishedAt: minute(1) });
    const events = await world.eventsOf(item?.environmentId);
    expect(events.filter((name) => name === 'LiveDeploymentRemoved')).toHaveLength(1);
  });

  it('leaves a later deployment to the same transient environment live', async () => {
    const first = github({ ...closing, environment: 'pr-12' });
    const second = github({ ...closing, environment: 'pr-12' });
    await say(first, ['success', 1]);
    await say(second, ['success', 2]);
    await say(first, ['inactive', 3]);
    expect(await liveOf(second)).toEqual([true]);
    await say(second, ['inactive', 4]);
    expect(await liveOf(second)).toEqual([]);
  });

  it('is counted if nothing was heard of it before', async () => {
    await say(github(closing), ['inactive', 1]);
    expect(counted()).toEqual(['OutsideEventsUnmatched']);
  });
});
