// Tasks that must not begin, or go on: their deployment has ended, or their target became another one meanwhile.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endTask } from '../../../functions/agents/tasks/end-task.ts';
import { digestOf, report, startTasks, type TaskStage, tenantId } from './task-stage.ts';

let stage: TaskStage;
beforeAll(async () => {
  stage = await startTasks();
});
afterAll(() => stage.stop());

const ENDED = 'The deployment ended before an agent ended the task';
const OTHER = 'The target runs another component now';

/** The deployment has failed, as if nobody could drive it on. */
async function fail(deploymentId: string): Promise<void> {
  const item = await stage.deps.deployments.get(tenantId, deploymentId);
  await stage.world.seed(stage.deps.deployments.update(item, item.updatedAt, { status: 'FAILED' }));
}
const tasksOf = async (deploymentId: string) =>
  (await stage.tasksOf(deploymentId)).map(({ step, status, message }) => [step, status, message]);

describe('the tasks of a deployment that has ended', () => {
  it('are given to no agent, and end', async () => {
    const { environmentId, deploymentId } = await stage.queued();
    await fail(deploymentId);
    expect((await stage.work(await stage.registered({ environmentIds: [environmentId] }))).leases).toEqual([]);
    expect(await tasksOf(deploymentId)).toEqual([['DEPLOY', 'CANCELLED', ENDED]]);
  });

  it('are stopped by the agent that has them', async () => {
    const { environmentId, deploymentId } = await stage.queued();
    const agent = await stage.registered({ environmentIds: [environmentId] });
    const [lease] = (await stage.work(agent)).leases;
    await fail(deploymentId);
    const { cancelled } = await stage.work(agent, [report(lease, 'RUNNING')]);
    expect(cancelled).toEqual([{ deploymentId, taskId: lease.taskId, fence: 1 }]);
    await stage.work(agent, [report(lease, 'FAILED', { message: 'Stopped' })]);
    expect(await tasksOf(deploymentId)).toEqual([['DEPLOY', 'CANCELLED', 'Stopped']]);
  });

  it('do not come into the waiting list', async () => {
    const { deploymentId, environmentId } = await stage.queued(0);
    const { id } = await stage.target({ environmentId, componentId: stage.componentId, type: 'SHELL' });
    await fail(deploymentId);
    await stage.queue(deploymentId, String(id));
    expect(await tasksOf(deploymentId)).toEqual([['DEPLOY', 'CANCELLED', ENDED]]);
  });
});

describe('the task of a target that runs another component now', () => {
  const change = async (targetId: unknown) => {
    const componentId = String((await stage.component()).id);
    const { status } = await stage.asLead('PATCH', `/targets/${targetId}`, { componentId });
    expect(status).toBe(200);
  };

  it('fails, and removes nothing there', async () => {
    const { deploymentId, environmentId } = await stage.queued(0);
    const { id } = await stage.target({ environmentId, componentId: stage.componentId, type: 'SHELL' });
    await change(id);
    await stage.queue(deploymentId, String(id));
    expect(await tasksOf(deploymentId)).toEqual([['DEPLOY', 'FAILED', OTHER]]);
  });

  it('is given to no agent if it waits already', async () => {
    const { deploymentId, environmentId, targetIds } = await stage.queued();
    await change(targetIds[0]);
    expect((await stage.work(await stage.registered({ environmentIds: [environmentId] }))).leases).toEqual([]);
    expect(await tasksOf(deploymentId)).toEqual([['DEPLOY', 'FAILED', OTHER]]);
  });
});

it('puts back what was on the target if the first attempt never reached an agent', async () => {
  const { environmentId, deploymentId, targetIds } = await stage.queued(0);
  const { id } = await stage.target({ environmentId, componentId: stage.componentId, type: 'SHELL' });
  const target = await stage.deps.targets.get(tenantId, String(id));
  await stage.world.seed(stage.deps.targets.update(target, target.updatedAt, { currentDigest: digestOf('a') }));
  const error = { Error: 'Lambda.TooManyRequestsException', Cause: null };
  const of = { tenantId, deploymentId, targetId: String(id), executionId: 'execution-1' };
  await endTask({ ...of, step: 'DEPLOY', error }, stage.deps);
  await stage.queue(deploymentId, String(id), { step: 'DEPLOY-2' });
  const agent = await stage.registered({ environmentIds: [environmentId] });
  const [lease] = (await stage.work(agent)).leases;
  expect(lease).toMatchObject({ digest: digestOf('b'), previousDigest: digestOf('a') });
  await stage.work(agent, [report(lease, 'FAILED')]);
  await stage.queue(deploymentId, String(id), { step: 'ROLLBACK' });
  expect((await stage.work(agent)).leases).toMatchObject([{ step: 'ROLLBACK', digest: digestOf('a') }]);
  expect(targetIds).toEqual([]);
});
