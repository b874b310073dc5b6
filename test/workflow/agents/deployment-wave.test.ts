// The deployment-wave state machine: every branch, with agents that take tasks, fall silent, come back, or never come.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enteredIn, statesOf, transitionsOf, walkedIn } from '../coverage.ts';
import { definitionOf } from '../machines.ts';
import { digestOf, report, startWaveStage, type WaveStage } from './wave-stage.ts';

let stage: WaveStage;
let agent: string;
beforeAll(async () => {
  stage = await startWaveStage();
  agent = await stage.agents.registered({ environmentIds: [stage.environmentId] });
});
afterAll(() => stage.stop());

const names: string[] = [];
async function begun(over: Record<string, unknown> = {}) {
  const [deployment, targetId] = [await stage.deployment(), await stage.target()];
  const name = await stage.wave(deployment, [targetId], over);
  names.push(name);
  return { deployment, targetId, name };
}
const leaseOf = async (of = agent) => ((await stage.sync(of)).leases as Record<string, unknown>[])[0] ?? {};

describe('a wave', () => {
  it('puts the digest of the deployment on a target, by the agent that takes its task', async () => {
    const { deployment, targetId, name } = await begun();
    expect((await stage.tasksOf(deployment))[0]).toMatchObject({ status: 'QUEUED', fence: 0, digest: digestOf('b') });
    const lease = await leaseOf();
    expect(lease).toMatchObject({ fence: 1, step: 'DEPLOY', digest: digestOf('b'), previousDigest: null });
    await stage.sync(agent, [report(lease, 'SUCCEEDED', { digest: digestOf('b') })]);
    expect(await stage.statusOf(name)).toBe('SUCCEEDED');
    expect(await stage.outputOf(name)).toEqual({ results: [{ targetId, status: 'SUCCEEDED', error: null }] });
    expect(await stage.shown(targetId)).toMatchObject({
      currentDigest: digestOf('b'),
      currentReleaseId: deployment.releaseId,
    });
    const types = await stage.agents.eventsOf((await stage.tasksOf(deployment))[0]?.taskId);
    expect(types).toEqual(['DeploymentTaskQueued', 'DeploymentTaskLeased', 'DeploymentTaskSucceeded']);
  });

  it('has the failure of a target as its result, with the words of the agent', async () => {
    const { targetId, name } = await begun();
    await stage.sync(agent, [report(await leaseOf(), 'FAILED', { message: 'No space left' })]);
    expect(await stage.outputOf(name)).toEqual({
      results: [{ targetId, status: 'FAILED', error: 'No space left' }],
    });
    expect(await stage.shown(targetId)).toMatchObject({ currentDigest: null });
  });

  it('works on at most maxConcurrent targets at a time', async () => {
    const deployment = await stage.deployment();
    const targets = [await stage.target(), await stage.target(), await stage.target()];
    const name = await stage.wave(deployment, targets, { maxConcurrent: 2 });
    expect(await stage.tasksOf(deployment)).toHaveLength(2);
    for (let count = 0; count < 3; count++) await stage.sync(agent, [report(await leaseOf(), 'SUCCEEDED')]);
    expect(await stage.statusOf(name)).toBe('SUCCEEDED');
    expect((await stage.tasksOf(deployment)).map(({ status }) => status)).toEqual(Array(3).fill('SUCCEEDED'));
  });

  it('is kept by reports beyond the heartbeat time-out', async () => {
    const { name } = await begun();
    const lease = await leaseOf();
    for (let count = 0; count < 10; count++) {
      await stage.later(31);
      await stage.sync(agent, [report(lease, 'RUNNING')]);
    }
    expect(await stage.statusOf(name)).toBe('RUNNING');
    await stage.sync(agent, [report(lease, 'SUCCEEDED')]);
    expect(await stage.statusOf(name)).toBe('SUCCEEDED');
  });
});

describe('an agent that falls silent', () => {
  it('loses its task to another one, and its reports are refused', async () => {
    const { deployment, name } = await begun();
    const lost = await leaseOf();
    await stage.later(90);
    expect((await stage.tasksOf(deployment))[0]).toMatchObject({ status: 'QUEUED', fence: 1 });
    const late = await stage.sync(agent, [report(lost, 'SUCCEEDED')]);
    expect(late.refusedTasks).toEqual([expect.objectContaining({ taskId: lost.taskId, code: 'task.lease_lost' })]);
    const other = await stage.agents.registered();
    const lease = await leaseOf(other);
    expect([lease.taskId, lease.fence]).toEqual([lost.taskId, 2]);
    await stage.sync(other, [report(lease, 'SUCCEEDED')]);
    expect(await stage.statusOf(name)).toBe('SUCCEEDED');
    expect(await stage.agents.eventsOf(lease.taskId)).toEqual([
      ...['DeploymentTaskQueued', 'DeploymentTaskLeased', 'DeploymentTaskReturned', 'DeploymentTaskLeased'],
      'DeploymentTaskSucceeded',
    ]);
  });

  it('loses a task of which neither it nor the machine heard, as the sync was interrupted', async () => {
    const { deployment, name } = await begun();
    const { succeed } = stage.deps.tokens;
    stage.deps.tokens.succeed = async () => {
      stage.deps.tokens.succeed = succeed;
      throw new Error('interrupted');
    };
    expect((await leaseOf()).fence).toBe(1);
    await stage.later(90);
    expect((await stage.tasksOf(deployment))[0]).toMatchObject({ status: 'QUEUED', fence: 1 });
    const lease = await leaseOf();
    await stage.sync(agent, [report(lease, 'SUCCEEDED')]);
    expect([lease.fence, await stage.statusOf(name)]).toEqual([2, 'SUCCEEDED']);
  });

  it('fails the task as the third one', async () => {
    const { targetId, name } = await begun();
    for (let count = 0; count < 3; count++) {
      await leaseOf();
      await stage.later(90);
    }
    const error = '3 agents took the task and fell silent';
    expect(await stage.outputOf(name)).toEqual({ results: [{ targetId, status: 'FAILED', error }] });
    expect((await stage.historyOf(name)).length).toBeLessThanOrEqual(60);
  });

  it('keeps its task if it has reported, but its heartbeat was lost', async () => {
    const { deployment, name } = await begun();
    const lease = await leaseOf();
    const { beat } = stage.deps.tokens;
    stage.deps.tokens.beat = async () => undefined;
    await stage.later(60);
    await stage.sync(agent, [report(lease, 'RUNNING')]);
    stage.deps.tokens.beat = beat;
    await stage.later(30);
    expect((await stage.tasksOf(deployment))[0]).toMatchObject({ status: 'LEASED', fence: 1 });
    await stage.sync(agent, [report(lease, 'SUCCEEDED')]);
    expect(await stage.statusOf(name)).toBe('SUCCEEDED');
  });
});

describe('a task', () => {
  it('that no agent takes fails after an hour', async () => {
    const { targetId, name } = await begun();
    await stage.later(3600);
    const error = 'No agent that has the capability shell took the task within an hour';
    expect(await stage.outputOf(name)).toEqual({ results: [{ targetId, status: 'FAILED', error }] });
  });

  it('that does not end fails after the time of the stage deploy, and its agent is told', async () => {
    const { targetId, name } = await begun();
    const lease = await leaseOf();
    for (let count = 0; count < 60; count++) {
      await stage.later(60);
      if (count < 59) await stage.sync(agent, [report(lease, 'RUNNING')]);
    }
    const error = 'The task did not end within 60 minutes';
    expect(await stage.outputOf(name)).toEqual({ results: [{ targetId, status: 'FAILED', error }] });
    const { refusedTasks } = await stage.sync(agent, [report(lease, 'RUNNING')]);
    expect(refusedTasks).toEqual([
      { taskId: lease.taskId, code: 'task.ended', message: `The task has ended: ${error}` },
    ]);
  });

  it('of a target that does not exist has failed from the beginning', async () => {
    const deployment = await stage.deployment();
    const name = await stage.wave(deployment, ['0192f000-0000-7000-8000-00000000dead']);
    expect(await stage.outputOf(name)).toMatchObject({
      results: [{ status: 'FAILED', error: 'The target does not exist' }],
    });
    expect(await stage.tasksOf(deployment)).toHaveLength(1);
  });

  it('that cannot be queued is told as failed; so is one that not even this can be written of', async () => {
    const first = await begun();
    stage.fail('queueTask', 'AccessDenied');
    const second = await stage.wave(first.deployment, [first.targetId], { wave: 1 });
    expect(await stage.outputOf(second)).toMatchObject({
      results: [{ status: 'FAILED', error: 'The task could not be followed: AccessDenied: queueTask says no' }],
    });
    expect(await stage.statusOf(first.name)).toBe('SUCCEEDED');
    stage.fail('queueTask', 'AccessDenied');
    stage.fail('endTask', 'AccessDenied');
    const third = await stage.wave(first.deployment, [first.targetId], { wave: 2, step: 'DEPLOY-2' });
    names.push(second, third);
    expect(await stage.outputOf(third)).toEqual({
      results: [{ targetId: first.targetId, status: 'FAILED', error: 'AccessDenied' }],
    });
  });
});

describe('a wave that is begun again', () => {
  it('continues with the tasks that it finds', async () => {
    const { deployment, targetId, name } = await begun();
    const lease = await leaseOf();
    const again = await stage.wave(deployment, [targetId], { wave: 1 });
    expect(await stage.tasksOf(deployment)).toHaveLength(1);
    await stage.sync(agent, [report(lease, 'SUCCEEDED')]);
    expect(await stage.outputOf(again)).toEqual({ results: [{ targetId, status: 'SUCCEEDED', error: null }] });
    // The execution that was replaced gets no answer: its wait ends by the heartbeat, and it finds the end.
    await stage.later(90);
    expect(await stage.statusOf(name)).toBe('SUCCEEDED');
    expect(await stage.outputOf(await stage.wave(deployment, [targetId], { wave: 2 }))).toEqual({
      results: [{ targetId, status: 'SUCCEEDED', error: null }],
    });
  });
});

describe('a rollback', () => {
  it('puts the digest back that was on the target before the deployment, also after several attempts', async () => {
    const { targetId } = await begun();
    await stage.sync(agent, [report(await leaseOf(), 'SUCCEEDED')]);
    const { componentId } = await stage.shown(targetId);
    const [before, next] = [
      await stage.shown(targetId),
      await stage.deployment({ components: [{ componentId, name: 'web', digest: digestOf('c') }] }),
    ];
    for (const step of ['DEPLOY', 'DEPLOY-2']) {
      await stage.wave(next, [targetId], { step });
      const lease = await leaseOf();
      expect(lease).toMatchObject({ step: 'DEPLOY', digest: digestOf('c'), previousDigest: digestOf('b') });
      await stage.sync(agent, [report(lease, 'SUCCEEDED')]);
      expect(await stage.shown(targetId)).toMatchObject({ currentDigest: digestOf('c') });
    }
    await stage.wave(next, [targetId], { step: 'ROLLBACK' });
    const lease = await leaseOf();
    expect(lease).toMatchObject({
      ...{ step: 'ROLLBACK', digest: digestOf('b') },
      release: { id: before.currentReleaseId },
    });
    await stage.sync(agent, [report(lease, 'SUCCEEDED')]);
    expect(await stage.shown(targetId)).toMatchObject({
      currentDigest: digestOf('b'),
      currentReleaseId: before.currentReleaseId,
    });
  });
});

describe('a wave whose tasks are all lost to three agents', () => {
  it('has at most 50 events for each target, hence less than 2,500 for forty', async () => {
    const deployment = await stage.deployment();
    const targets: string[] = [];
    for (let made = 0; made < 5; made++) targets.push(await stage.target());
    const name = await stage.wave(deployment, targets);
    for (let lost = 0; lost < 3; lost++) {
      await stage.sync(agent, [], { capacity: 50 });
      await stage.later(90);
    }
    const { results } = (await stage.outputOf(name)) as { results: { status: string }[] };
    expect(results.map(({ status }) => status)).toEqual(Array(5).fill('FAILED'));
    expect((await stage.historyOf(name)).length).toBeLessThanOrEqual(5 * 50 + 10);
  });
});

describe('an execution that cancels', () => {
  it('leaves the tasks of a deployment that was not cancelled', async () => {
    const { deployment, name } = await begun();
    const cancelling = await stage.wave(deployment, [], { step: 'CANCEL' });
    names.push(cancelling);
    expect([await stage.outputOf(cancelling), await stage.statusOf(name)]).toEqual([{ results: [] }, 'RUNNING']);
    await stage.sync(agent, [report(await leaseOf(), 'SUCCEEDED')]);
    expect(await stage.statusOf(name)).toBe('SUCCEEDED');
  });

  it('is lost if tasks cannot be read', async () => {
    stage.fail('cancelTasks', 'AccessDenied');
    const name = await stage.wave(await stage.deployment(), [], { step: 'CANCEL' });
    names.push(name);
    expect(await stage.statusOf(name)).toBe('FAILED');
  });
});

describe('a deleted tenant', () => {
  it('ends its waves', async () => {
    stage.presence.isThere = false;
    const name = await stage.wave(await stage.deployment(), [await stage.target()]);
    stage.presence.isThere = true;
    expect(await stage.outputOf(name)).toMatchObject({
      results: [{ status: 'CANCELLED', error: 'The tenant was deleted' }],
    });
  });
});

describe('the executions of these tests', () => {
  it('went through every state and every branch', async () => {
    const { States } = definitionOf('deployment-wave');
    const inner = States.ForEachTarget.ItemProcessor.States;
    const histories = await Promise.all(names.map((name) => stage.historyOf(name)));
    expect(new Set(histories.flatMap(enteredIn))).toEqual(new Set(statesOf(States)));
    const walked = (states: never) => new Set(histories.flatMap((history) => walkedIn(history, states)));
    expect(transitionsOf(inner).filter((one) => !walked(inner as never).has(one))).toEqual([]);
    // An error of the machine itself.
    expect(transitionsOf(States).filter((one) => !walked(States as never).has(one))).toEqual([
      'ForEachTarget -> WaveLost',
    ]);
  });
});
