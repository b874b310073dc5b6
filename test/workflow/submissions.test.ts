// What stores are given: for how many users, and which build after another one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorsOf } from './lifecycle-actors.ts';
import { type Stage, startStage } from './lifecycle-stage.ts';

let stage: Stage;
let actors: ReturnType<typeof actorsOf>;
beforeAll(async () => {
  stage = await startStage();
  actors = actorsOf(stage);
});
afterAll(() => stage.stop());

const REGRESSION = { status: 'REGRESSION_IN_PROGRESS', branchSha: 'cut', regressionCycle: 1, listedCycle: 1 } as const;

/** What the store of a target was given since the test began, oldest first. */
const givenTo = (target: string): object[] =>
  stage.services.calls
    .filter((call) => call.startsWith(`submit ${target} `))
    .map((call) => JSON.parse(call.slice(`submit ${target} `.length)));
const targetOf = async (id: string, target: string) =>
  (await stage.stored(id)).targets.find((item) => item.targetIntegrationId === target);

describe('a staged rollout that is planned before the submission', () => {
  it('is submitted so, and again so when the store rejects it', async () => {
    stage.services.calls.length = 0;
    const { playStore, androidPipeline } = stage.kit;
    const id = await stage.release({}, actors.bring({ release: REGRESSION, builds: 'SUCCESS' }));
    expect((await stage.act(id, `targets/${playStore}/rollout`, { percentage: 10 })).status).toBe(202);
    await actors.signOff(id);
    const rollingOut = { targetStatus: 'SUBMITTED', rolloutState: 'ROLLING_OUT', rolloutPercentage: 10 };
    expect(await targetOf(id, playStore)).toMatchObject(rollingOut);
    expect(await targetOf(id, stage.kit.appStore)).not.toHaveProperty('rolloutState');
    await stage.act(id, `targets/${playStore}/status`, { status: 'REJECTED', reason: 'crashes' });
    expect(await targetOf(id, playStore)).not.toHaveProperty('rolloutState');
    expect((await stage.stored(id)).pipelines.find(({ buildStatus }) => buildStatus === 'RUNNING')).toMatchObject({
      pipelineIntegrationId: androidPipeline,
    });
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect(await targetOf(id, playStore)).toMatchObject(rollingOut);
    expect(givenTo(playStore)).toMatchObject([{ percentage: 10 }, { percentage: 10 }]);
    expect(givenTo(stage.kit.appStore).map((given) => 'percentage' in given)).toEqual([false]);
  });
});

const SUBMITTED = { status: 'BUILD_SUBMITTED', branchSha: 'cut' } as const;

describe('a new build that is needed while the stores have the release', () => {
  it('brings the release back to regression and, signed off, goes to the store it is for', async () => {
    stage.services.calls.length = 0;
    const { appStore, playStore, androidPipeline } = stage.kit;
    const id = await stage.release({}, actors.bring({ release: SUBMITTED, builds: 'SUCCESS' }));
    expect((await stage.act(id, `pipelines/${androidPipeline}/trigger`)).status).toBe(202);
    expect((await stage.stored(id)).release).toMatchObject({ status: 'REGRESSION_IN_PROGRESS', regressionCycle: 1 });
    expect([await targetOf(id, appStore), await targetOf(id, playStore)]).toMatchObject([
      { targetStatus: 'SUBMITTED' },
      { targetStatus: 'BUILDING' },
    ]);
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect([givenTo(appStore).length, givenTo(playStore).length]).toEqual([1, 2]);
    await actors.answer(id, 'RELEASED');
    expect((await stage.stored(id)).release.status).toBe('RELEASED');
  });
});

describe('a release back in regression', () => {
  it('gives a store that has an earlier build the newer one', async () => {
    stage.services.calls.length = 0;
    const { appStore, playStore, androidPipeline } = stage.kit;
    const id = await stage.release({}, actors.bring({ release: SUBMITTED, builds: 'SUCCESS' }));
    await stage.act(id, `targets/${appStore}/status`, { status: 'REJECTED', reason: 'crashes' });
    await stage.act(id, `pipelines/${androidPipeline}/trigger`);
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect([givenTo(appStore).length, givenTo(playStore).length]).toEqual([2, 2]);
    for (const target of [appStore, playStore]) {
      expect(await targetOf(id, target)).toMatchObject({ targetStatus: 'SUBMITTED' });
    }
  });

  it('takes up what a second store rejects meanwhile, before anybody signs the first one off', async () => {
    stage.services.calls.length = 0;
    const { appStore, playStore } = stage.kit;
    const id = await stage.release({}, actors.bring({ release: SUBMITTED, builds: 'SUCCESS' }));
    const rejected = { status: 'REJECTED', reason: 'crashes' };
    await stage.act(id, `targets/${appStore}/status`, rejected);
    await actors.reportBuilds(id, 'SUCCESS');
    const first = await actors.approvalOf(id, 'PENDING');
    await stage.act(id, `targets/${playStore}/status`, rejected);
    expect(await actors.approvalOf(id, 'CANCELLED')).toBe(first);
    expect((await stage.stored(id)).release.regressionCycle).toBe(2);
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect((await stage.stored(id)).release.status).toBe('BUILD_SUBMITTED');
    expect([givenTo(appStore).length, givenTo(playStore).length]).toEqual([2, 2]);
  });
});
