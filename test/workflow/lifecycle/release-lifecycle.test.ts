// The release-lifecycle state machine: whole lives, failures at every state, waits that end by time. In the end every state
// and every branch of the definition has been run.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enteredIn, statesOf, transitionsOf, walkedIn } from '../coverage.ts';
import { describeServiceWaits } from '../services/service-waits.ts';
import { actorsOf, commitOf, type Situation } from './lifecycle-actors.ts';
import { failures, hotfix, regression, started, submitted } from './lifecycle-situations.ts';
import { definition, type Stage, startStage } from './lifecycle-stage.ts';

const DAY = 86_400;
let stage: Stage;
let actors: ReturnType<typeof actorsOf>;
beforeAll(async () => {
  stage = await startStage();
  actors = actorsOf(stage);
});
afterAll(() => stage.stop());

const statusOf = async (id: string) => (await stage.stored(id)).release.status;
const lastExecution = () => stage.executions.at(-1) ?? '';
const entered = async () => enteredIn(await stage.history(lastExecution()));

describe('a PLANNED release', () => {
  it('goes from its creation to RELEASED', async () => {
    const id = await stage.release();
    expect((await entered()).at(-1)).toBe('WaitForKickoff');
    await stage.act(id, 'kickoff');
    expect(await statusOf(id)).toBe('STARTED');
    await actors.reportBuilds(id, 'SUCCESS');
    expect(await statusOf(id)).toBe('REGRESSION_IN_PROGRESS');
    await actors.signOff(id);
    expect(await statusOf(id)).toBe('BUILD_SUBMITTED');
    await actors.answer(id, 'RELEASED');
    expect(await statusOf(id)).toBe('RELEASED');
    expect(await stage.statusOf(lastExecution())).toBe('SUCCEEDED');
  });

  it('whose build fails waits for another', async () => {
    const id = await stage.release({}, actors.bring({ release: { status: 'STARTED', branchSha: 'cut' } }));
    const { pipelines } = await stage.stored(id);
    await actors.reportBuilds(id, 'FAILURE');
    expect((await entered()).at(-1)).toBe('WaitForBuilds');
    for (const { pipelineIntegrationId } of pipelines)
      await stage.act(id, `pipelines/${pipelineIntegrationId}/trigger`);
    await actors.reportBuilds(id, 'SUCCESS');
    expect((await entered()).at(-1)).toBe('WaitForSignOff');
  });

  it('that a store rejects goes back to regression and resubmits only what was rejected', async () => {
    const id = await stage.release(
      {},
      actors.bring({ release: { status: 'BUILD_SUBMITTED', branchSha: 'cut' }, builds: 'SUCCESS' }),
    );
    const targets = (await stage.stored(id)).targets.map((item) => item.targetIntegrationId);
    const submissions = () =>
      targets.map((target) => stage.services.calls.filter((call) => call.startsWith(`submit ${target}`)).length);
    const before = submissions();
    await actors.answer(id, 'REJECTED', [0]);
    const back = await stage.stored(id);
    expect(back.release).toMatchObject({ status: 'REGRESSION_IN_PROGRESS', regressionCycle: 1 });
    expect(back.targets[0]).toMatchObject({ targetStatus: 'BUILDING', rejectionReason: 'crashes' });
    expect(back.targets[1]).toMatchObject({ targetStatus: 'SUBMITTED' });
    expect(back.pipelines.filter((item) => item.buildStatus === 'RUNNING')).toHaveLength(1);
    await actors.answer(id, 'RELEASED', [1]);
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.signOff(id);
    expect(submissions()).toEqual([(before[0] ?? 0) + 1, before[1]]);
    await actors.answer(id, 'RELEASED', [0]);
    expect(await statusOf(id)).toBe('RELEASED');
  });
});

describe('a HOTFIX', () => {
  it('skips regression', async () => {
    const id = await stage.release({ service: 'fixed', releaseType: 'HOTFIX' });
    await stage.act(id, 'kickoff');
    await actors.reportBuilds(id, 'SUCCESS');
    expect(await statusOf(id)).toBe('BUILD_SUBMITTED');
    expect(await entered()).not.toContain('StartRegression');
  });

  it.each(['RELEASED', 'CANCELLED'])(
    'keeps another release of the service from its stores until it is %s',
    async (end) => {
      const service = `overtaken-${end.toLowerCase()}`;
      stage.services.pushed.splice(0, 1, commitOf('fix'));
      const id = await stage.release({ service }, actors.bring({ release: { ...regression }, builds: 'SUCCESS' }));
      const planned = lastExecution();
      const hotfix = await stage.release(
        { service, releaseType: 'HOTFIX', baseBranch: undefined, baseTag: 'v0.9.0' },
        actors.bring({ release: { status: 'PENDING' } }),
      );
      expect(await statusOf(hotfix)).toBe('STARTED');
      expect(stage.services.calls.filter((call) => call.includes('"from":"v0.9.0"')).length).toBeGreaterThan(0);
      await actors.signOff(id);
      expect(enteredIn(await stage.history(planned)).at(-1)).toBe('WaitForHotfix');
      const { body } = await stage.world.asLead('GET', `/releases/${id}`);
      expect(body.blockedBy).toMatchObject({ releaseId: hotfix });
      if (end === 'CANCELLED') await stage.act(hotfix, 'cancel');
      else {
        await actors.reportBuilds(hotfix, 'SUCCESS');
        await actors.answer(hotfix, 'RELEASED');
      }
      expect(await statusOf(hotfix)).toBe(end);
      expect((await stage.stored(id)).release).toMatchObject({ status: 'BUILD_SUBMITTED' });
      expect((await stage.world.asLead('GET', `/releases/${id}`)).body.blockedBy).toBeUndefined();
    },
  );

  it('that starts while another release is with some of its stores keeps it from the others', async () => {
    const service = 'overtaken-late';
    const hotfix = await stage.release(
      { service, releaseType: 'HOTFIX' },
      actors.bring({ release: { status: 'PENDING' } }),
    );
    const id = await stage.release({ service }, actors.bring({ release: submitted, builds: 'SUCCESS' }));
    const { targets } = await stage.stored(id);
    expect(targets.map((item) => item.targetStatus)).toEqual(['PENDING', 'PENDING']);
    expect((await entered()).at(-1)).toBe('WaitForHotfix');
    await stage.act(id, 'cancel');
    await stage.act(hotfix, 'cancel');
    expect(await stage.world.releases.hotfixes.heldBack((await stage.stored(id)).release.tenantId, service)).toEqual(
      [],
    );
  });
});

describe('a task that fails for good', () => {
  it.each(Object.entries(failures))(
    'at %s pauses the release, and a retry carries on there',
    async (name, [task, situation, given = {}]) => {
      stage.services.pushed.length = 0;
      stage.fail(task, 'integration.refused');
      const id = await stage.release(given, actors.bring(situation));
      if (name === 'KickOffPlanned') await stage.pass(1);
      const { release } = await stage.stored(id);
      expect(release).toMatchObject({
        isPaused: true,
        pauseReason: 'TASK_FAILURE',
        pauseError: `integration.refused: ${task} says no`,
      });
      expect((await entered()).at(-1)).toBe('WaitForResume');
      expect((await stage.act(id, 'retry')).status).toBe(200);
      if (name === 'KickOffPlanned') await stage.pass(1);
      const names = await entered();
      if (name !== 'DecideNextStep') expect(names.filter((one) => one === name).length).toBeGreaterThan(1);
      expect((await stage.stored(id)).release.isPaused).toBe(false);
    },
  );

  it('while it waits for the resume leaves it paused', async () => {
    stage.fail('awaitChange', 'integration.refused');
    const id = await stage.release({}, actors.bring({ release: { isPaused: true, pauseReason: 'USER_REQUESTED' } }));
    expect((await entered()).slice(-3)).toEqual(['PauseAfterFailure', 'RouteByStep', 'WaitForResume']);
    expect((await stage.stored(id)).release.pauseReason).toBe('USER_REQUESTED');
  });

  it('fails the execution when not even the pause can be written', async () => {
    stage.fail('decideNextStep', 'integration.refused');
    stage.fail('pauseAfterFailure', 'integration.refused');
    await stage.release();
    expect(await stage.statusOf(lastExecution())).toBe('FAILED');
    expect((await entered()).at(-1)).toBe('LifecycleFailed');
  });
});

describe('a task that fails for now', () => {
  it.each([
    'integration.unavailable',
    'integration.rate_limited',
    'Lambda.TooManyRequestsException',
    'request.conflict',
  ])('with %s is tried again', async (error) => {
    stage.fail('cutReleaseBranch', error);
    const id = await stage.release({}, actors.bring({ release: { status: 'PENDING' } }));
    await stage.pass(60);
    expect((await stage.stored(id)).release).toMatchObject({ status: 'STARTED', isPaused: false });
  });
});

describeServiceWaits(() => ({ stage, actors }));

describe('a step that the definition does not know', () => {
  it('fails the execution by name', async () => {
    stage.answer('decideNextStep', { step: 'DANCE', pipelines: [], targets: [], waitSeconds: 1 });
    await stage.release();
    expect((await entered()).at(-1)).toBe('UnknownStep');
    expect(await stage.statusOf(lastExecution())).toBe('FAILED');
  });
});

describe('a wait', () => {
  it('for the kickoff ends at plannedDate', async () => {
    const id = await stage.release({
      autoKickoff: true,
      plannedDate: new Date(stage.world.now() + 10_000).toISOString(),
    });
    await stage.pass(9);
    expect(await statusOf(id)).toBe('KICKOFF_PENDING');
    await stage.pass(1);
    expect(await statusOf(id)).toBe('STARTED');
  });

  it('for a kickoff by a person looks again after 300 days', async () => {
    const id = await stage.release();
    await stage.pass(300 * DAY);
    expect(await statusOf(id)).toBe('KICKOFF_PENDING');
    expect((await entered()).slice(-3)).toEqual(['KickOffPlanned', 'RouteByStep', 'WaitForKickoff']);
  });

  it('for the commit of a hotfix looks for it by itself', async () => {
    stage.services.pushed.length = 0;
    await stage.release(hotfix, actors.bring({ release: started }));
    await stage.pass(600);
    expect((await entered()).slice(-3)).toEqual(['WaitForCommits', 'LookForCommits', 'WaitForCommits']);
  });

  it('for people, builds or stores pauses the release after 30 days', async () => {
    const id = await stage.release({}, actors.bring({ release: submitted, targets: 'SUBMITTED' }));
    await stage.pass(30 * DAY);
    expect((await stage.stored(id)).release).toMatchObject({ isPaused: true, pauseReason: 'TASK_FAILURE' });
  });
});

/** A release in every status that may be cancelled, at the wait where its workflow rests. */
const resting: readonly [string, Situation][] = [
  ['KICKOFF_PENDING', {}],
  ['STARTED', { release: started, builds: 'RUNNING' }],
  ['REGRESSION_IN_PROGRESS', { release: regression, builds: 'SUCCESS' }],
  ['BUILD_SUBMITTED', { release: submitted, targets: 'SUBMITTED' }],
];

describe('cancelling', () => {
  it.each(resting)('in %s ends the workflow', async (_, situation) => {
    const id = await stage.release({}, actors.bring(situation));
    await stage.act(id, 'cancel', { reason: 'no more' });
    expect(await statusOf(id)).toBe('CANCELLED');
    expect((await entered()).at(-1)).toBe('ReleaseWasCancelled');
    expect(await stage.statusOf(lastExecution())).toBe('SUCCEEDED');
    expect(await stage.world.releases.waitOf((await stage.stored(id)).release.tenantId as never, id)).toBeUndefined();
  });

  it.each([...resting, ['PENDING', { release: { status: 'PENDING' } }] as const])(
    'in %s while paused ends the workflow',
    async (_, { release, ...situation }) => {
      const id = await stage.release(
        {},
        actors.bring({ ...situation, release: { ...release, isPaused: true, pauseReason: 'USER_REQUESTED' } }),
      );
      expect((await entered()).at(-1)).toBe('WaitForResume');
      await stage.act(id, 'cancel');
      expect((await entered()).at(-1)).toBe('ReleaseWasCancelled');
      expect((await stage.stored(id)).release).toMatchObject({ status: 'CANCELLED', isPaused: false });
    },
  );

  it('leaves a target that is out as it is, takes the other back, and closes the open question (W3)', async () => {
    const id = await stage.release({}, actors.bring({ release: submitted, targets: 'SUBMITTED' }));
    await actors.answer(id, 'RELEASED', [0]);
    await stage.act(id, 'cancel');
    expect((await stage.stored(id)).targets.map((item) => item.targetStatus)).toEqual(['RELEASED', 'WITHDRAWN']);
    const asked = await stage.release({}, actors.bring({ release: regression, builds: 'SUCCESS' }));
    await stage.act(asked, 'cancel');
    expect(await actors.approvalOf(asked, 'CANCELLED')).toBeDefined();
  });
});

describe('the definition', () => {
  it('has no state and no branch that no test above has run', async () => {
    const histories = await Promise.all(stage.executions.map((arn) => stage.history(arn)));
    const names = new Set(histories.flatMap(enteredIn));
    const walked = new Set(histories.flatMap((history) => walkedIn(history, definition.States)));
    expect(statesOf(definition.States).filter((name) => !names.has(name))).toEqual([]);
    expect(transitionsOf(definition.States).filter((transition) => !walked.has(transition))).toEqual([]);
    expect(stage.lines).toEqual([]);
  });
});
