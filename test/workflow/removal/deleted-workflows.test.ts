// Executions of release-lifecycle whose release is deleted: each ends as a success, whenever it hears of it, and pauses nobody.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enteredIn } from '../coverage.ts';
import { actorsOf } from '../lifecycle/lifecycle-actors.ts';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';

const HOUR = 3600;
let stage: Stage;
let actors: ReturnType<typeof actorsOf>;
beforeAll(async () => {
  stage = await startStage();
  actors = actorsOf(stage);
});
afterAll(() => stage.stop());

const inHours = (hours: number) => new Date(stage.world.clock.at + hours * HOUR * 1000).toISOString();
const remove = async (id: string) => expect((await stage.world.asLead('DELETE', `/releases/${id}`)).status).toBe(204);
const cancel = (id: string) => stage.world.asLead('POST', `/releases/${id}/cancel`, { stores: 'KEEP' });

/** The end of the last execution, after everything that follows. */
async function ending() {
  await stage.settle();
  const arn = stage.executions.at(-1) ?? '';
  return [await stage.statusOf(arn), enteredIn(await stage.history(arn)).at(-1)];
}
const finished = ['SUCCEEDED', 'ReleaseFinished'];

it('ends when its release is deleted while it waits for the kickoff', async () => {
  const id = await stage.release();
  await remove(id);
  expect(await ending()).toEqual(finished);
});

it('ends when the plan of a deleted release comes before anybody heard of the deletion', async () => {
  const id = await stage.release({ autoKickoff: true, plannedDate: inHours(2) });
  await remove(id);
  stage.world.clock.at += 2 * HOUR * 1000;
  await stage.runDue();
  expect(await ending()).toEqual(finished);
});

it.each([
  ['waits for its builds', { release: { status: 'STARTED', branchSha: 'cut' } }],
  [
    'waits for its stores, which keep what they have',
    { release: { status: 'BUILD_SUBMITTED', branchSha: 'cut' }, builds: 'SUCCESS' },
  ],
] as const)('ends when its release is cancelled and deleted at once while it %s', async (_, situation) => {
  const id = await stage.release({}, actors.bring(situation as never));
  // Stores that are asked to take it back keep a release from being deleted.
  expect((await stage.world.asLead('POST', `/releases/${id}/cancel`, { stores: 'KEEP' })).status).toBe(200);
  await remove(id);
  expect(await ending()).toEqual(finished);
});

it('that begins after the deletion ends at once', async () => {
  const { id } = await stage.world.release(stage.kit);
  await remove(id);
  await stage.begin(id);
  expect(await ending()).toEqual(finished);
});

it.each(['triggerBuild', 'requestSignOff', 'submitTarget'])(
  'ends when its release is deleted while %s is under way and fails for it',
  async (task) => {
    const status = {
      triggerBuild: 'STARTED',
      requestSignOff: 'REGRESSION_IN_PROGRESS',
      submitTarget: 'BUILD_SUBMITTED',
    }[task];
    const built = task === 'triggerBuild' ? {} : { builds: 'SUCCESS' };
    const cycle = task === 'requestSignOff' ? { regressionCycle: 1, listedCycle: 1 } : {};
    const release = { status, branchSha: 'cut', ...cycle };
    stage.fail(task, 'integration.not_found', async (id) => {
      await cancel(id);
      await remove(id);
    });
    await stage.release({}, actors.bring({ release, ...built } as never));
    expect(await ending()).toEqual(finished);
  },
);
