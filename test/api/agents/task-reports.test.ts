// Reports of tasks by syncs: ends and what they change, repetitions, and reports that are refused.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MISSING_ID } from '../../support/release-world.ts';
import { digestOf, report, startTasks, type TaskStage } from './task-stage.ts';

let stage: TaskStage;
let agent: string;
let queued: Awaited<ReturnType<TaskStage['queued']>>;
// biome-ignore lint/suspicious/noExplicitAny: a lease is asserted member by member
let lease: any;
let targetId: string;
beforeAll(async () => {
  stage = await startTasks();
});
beforeEach(async () => {
  queued = await stage.queued();
  targetId = queued.targetIds[0] ?? '';
  agent = await stage.registered({ environmentIds: [queued.environmentId] });
  [lease] = (await stage.work(agent)).leases;
  await stage.follow(queued.deploymentId, targetId);
});
afterAll(() => stage.stop());

const answersOf = () => stage.told.filter(({ token }) => token === `follow-${targetId}`);
const refusedBy = async (given: object, of = agent) =>
  (await stage.work(of, [given])).refusedTasks.map(({ code }: { code: string }) => code);

describe('the end of a task', () => {
  it('is stored with the target, told, and answered to the state machine', async () => {
    const answer = await stage.work(agent, [report(lease, 'SUCCEEDED', { message: 'Done', digest: digestOf('b') })]);
    expect(answer).toMatchObject({ cancelled: [], refusedTasks: [], nextSyncSeconds: 15 });
    expect(await stage.taskOf(lease)).toMatchObject({ status: 'SUCCEEDED', message: 'Done', agentId: agent });
    expect(await stage.shown(targetId)).toMatchObject({
      ...{ currentDigest: digestOf('b'), observedDigest: digestOf('b') },
      currentReleaseId: queued.deployment.releaseId,
    });
    expect(answersOf()).toEqual([
      { token: `follow-${targetId}`, output: { targetId, status: 'SUCCEEDED', error: null } },
    ]);
    expect((await stage.eventsOf(targetId)).slice(1)).toEqual(['TargetUpdated']);
    expect((await stage.auditOf('Target', targetId)).slice(1)).toEqual(['target.deployed']);
    expect((await stage.auditOf('DeploymentTask', lease.taskId)).at(-1)).toBe('deployment_task.succeeded');
  });

  it.each([
    ['FAILED', { message: 'No space left' }, 'No space left'],
    ['FAILED', {}, 'The agent gave no reason'],
    ['SUCCEEDED', { digest: digestOf('c') }, `Afterwards ${digestOf('c')} ran there, not ${digestOf('b')}`],
    ['SUCCEEDED', { digest: null }, `Afterwards nothing ran there, not ${digestOf('b')}`],
  ])('%s with %o is a failure, and the target stays as it was', async (status, over, message) => {
    await stage.work(agent, [report(lease, status, over)]);
    expect(await stage.taskOf(lease)).toMatchObject({ status: 'FAILED', message });
    expect(await stage.shown(targetId)).toMatchObject({ currentDigest: null, currentReleaseId: null });
    expect(answersOf().map(({ output }) => output)).toEqual([{ targetId, status: 'FAILED', error: message }]);
  });

  it('is answered the same when it is repeated, changes nothing more, and answers the machine again', async () => {
    const ended = report(lease, 'SUCCEEDED', { digest: digestOf('c') });
    const first = await stage.work(agent, [ended]);
    const before = await stage.taskOf(lease);
    expect(await stage.work(agent, [ended])).toEqual(first);
    expect(await stage.taskOf(lease)).toEqual(before);
    expect(answersOf()).toHaveLength(2);
    expect((await stage.eventsOf(lease.taskId)).filter((type) => type === 'DeploymentTaskFailed')).toHaveLength(1);
  });

  it('is stored although the state machine cannot be answered, which its repetition does', async () => {
    const { succeed } = stage.deps.tokens;
    stage.deps.tokens.succeed = async () => {
      throw new Error('unavailable');
    };
    await expect(stage.work(agent, [report(lease, 'SUCCEEDED')])).rejects.toThrow();
    stage.deps.tokens.succeed = succeed;
    expect([(await stage.taskOf(lease)).status, answersOf()]).toEqual(['SUCCEEDED', []]);
    expect((await stage.work(agent, [report(lease, 'SUCCEEDED')])).refusedTasks).toEqual([]);
    expect(answersOf()).toHaveLength(1);
  });

  it('is stored beside a change of the target by a person at the same time', async () => {
    const [answer, changed] = await Promise.all([
      stage.work(agent, [report(lease, 'SUCCEEDED')]),
      stage.asLead('PATCH', `/targets/${targetId}`, { labels: { a: 'b' } }),
    ]);
    expect([answer.refusedTasks, changed.status]).toEqual([[], 200]);
    expect(await stage.shown(targetId)).toMatchObject({ currentDigest: digestOf('b'), labels: { a: 'b' } });
  });
});

describe('a running task', () => {
  it('extends its lease when a third of it has passed, and is a heartbeat then', async () => {
    const writes: number[] = [];
    for (let count = 0; count < 4; count++) {
      stage.clock.at += 10_500;
      const { writeUnits } = await stage.world.meter(() => stage.work(agent, [report(lease, 'RUNNING')]));
      writes.push(writeUnits);
    }
    // The last of them stores the heartbeat of the agent.
    expect([writes.slice(0, 2), (writes[2] ?? 0) > 0]).toEqual([[0, 0], true]);
    expect(answersOf()).toEqual([{ token: `follow-${targetId}` }]);
    expect(Date.parse((await stage.taskOf(lease)).leasedUntil ?? '') - stage.clock.at).toBe(79_500);
  });

  it('is not told to anybody', async () => {
    stage.clock.at += 40_000;
    const before = await stage.taskOf(lease);
    await stage.work(agent, [report(lease, 'RUNNING')]);
    expect((await stage.taskOf(lease)).revision).toBe(before.revision);
    expect(await stage.eventsOf(lease.taskId)).toEqual(['DeploymentTaskQueued', 'DeploymentTaskLeased']);
  });
});

describe('a report', () => {
  it.each([
    ['of another fence', () => report({ ...lease, fence: 2 }, 'RUNNING'), 'task.lease_lost'],
    ['of a task that does not exist', () => report({ ...lease, taskId: MISSING_ID }, 'SUCCEEDED'), 'task.not_found'],
    [
      'of a deployment that does not exist',
      () => report({ ...lease, deploymentId: MISSING_ID }, 'RUNNING'),
      'task.not_found',
    ],
    ['of ids that are none', () => report({ ...lease, taskId: 'x', deploymentId: 'y' }, 'RUNNING'), 'task.not_found'],
  ])('%s is refused, and changes nothing', async (_, given, code) => {
    const before = await stage.taskOf(lease);
    expect(await refusedBy(given())).toEqual([code]);
    expect(await stage.taskOf(lease)).toEqual(before);
  });

  it('of another agent is refused', async () => {
    expect(await refusedBy(report(lease, 'SUCCEEDED'), await stage.registered())).toEqual(['task.lease_lost']);
  });

  it('of a lease that was lost is refused, whoever has the task now', async () => {
    stage.clock.at += 90_000;
    await stage.queue(queued.deploymentId, targetId, { lostFence: 1, taskToken: 'again' });
    expect(await refusedBy(report(lease, 'SUCCEEDED'))).toEqual(['task.lease_lost']);
    const [next] = (await stage.work(agent)).leases;
    expect(next).toMatchObject({ taskId: lease.taskId, fence: 2 });
    expect(await refusedBy(report(lease, 'SUCCEEDED'))).toEqual(['task.lease_lost']);
    expect(await refusedBy(report(next, 'SUCCEEDED'))).toEqual([]);
  });

  it.each(['RUNNING', 'FAILED'])('that says %s of a task that has succeeded is refused', async (status) => {
    await stage.work(agent, [report(lease, 'SUCCEEDED')]);
    expect(await refusedBy(report(lease, status))).toEqual(['task.ended']);
  });

  it('that is refused leaves the others', async () => {
    const answer = await stage.work(agent, [
      report({ ...lease, taskId: MISSING_ID }, 'RUNNING'),
      report(lease, 'SUCCEEDED'),
    ]);
    expect([answer.refusedTasks.length, (await stage.taskOf(lease)).status]).toEqual([1, 'SUCCEEDED']);
  });
});
