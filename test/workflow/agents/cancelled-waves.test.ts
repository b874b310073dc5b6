// Waves of a deployment that a person has cancelled: tasks that wait, that agents have, and that come later.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { report, startWaveStage, type WaveStage } from './wave-stage.ts';

let stage: WaveStage;
let agent: string;
beforeAll(async () => {
  stage = await startWaveStage();
  agent = await stage.agents.registered({ environmentIds: [stage.environmentId] });
});
afterAll(() => stage.stop());

async function begun() {
  const [deployment, targetId] = [await stage.deployment(), await stage.target()];
  return { deployment, targetId, name: await stage.wave(deployment, [targetId]) };
}
const leaseOf = async () => ((await stage.sync(agent)).leases as Record<string, unknown>[])[0] ?? {};

describe('a cancelled deployment', () => {
  const cancelled = 'The deployment was cancelled before an agent ended the task';

  it('ends the tasks that no agent has, and tells agents to stop the others', async () => {
    const deployment = await stage.deployment();
    const targets = [await stage.target(), await stage.target()];
    const name = await stage.wave(deployment, targets);
    const lease = await leaseOf();
    await stage.cancel(deployment);
    await stage.wave(deployment, [], { step: 'CANCEL' });
    expect((await stage.tasksOf(deployment)).map(({ status }) => status).sort()).toEqual(['CANCELLED', 'LEASED']);
    const told = await stage.sync(agent, [report(lease, 'RUNNING')]);
    const { deploymentId, taskId, fence } = lease;
    expect(told.cancelled).toEqual([{ deploymentId, taskId, fence }]);
    await stage.sync(agent, [report(lease, 'FAILED', { message: 'Stopped' })]);
    const { results } = (await stage.outputOf(name)) as { results: Record<string, unknown>[] };
    expect(results.map(({ status, error }) => `${status}: ${error}`).sort()).toEqual([
      ...['CANCELLED: Stopped', `CANCELLED: ${cancelled}`],
    ]);
    const [task] = (await stage.tasksOf(deployment)).filter((one) => one.taskId === taskId);
    expect((await stage.agents.eventsOf(task?.taskId)).at(-1)).toBe('DeploymentTaskCancelled');
  });

  it('gives no agent a task, also before its tasks were ended', async () => {
    const { deployment, targetId, name } = await begun();
    await stage.cancel(deployment);
    const { leases } = await stage.sync(agent);
    expect([leases, await stage.outputOf(name)]).toEqual([
      [],
      { results: [{ targetId, status: 'CANCELLED', error: cancelled }] },
    ]);
  });

  it('ends the task of an agent that fell silent, and each task that comes later', async () => {
    const { deployment, targetId, name } = await begun();
    await leaseOf();
    await stage.cancel(deployment);
    await stage.later(90);
    const results = [{ targetId, status: 'CANCELLED', error: cancelled }];
    expect(await stage.outputOf(name)).toEqual({ results });
    const later = await stage.wave(deployment, [targetId], { step: 'DEPLOY-2' });
    expect(await stage.outputOf(later)).toEqual({ results });
    expect((await stage.agents.asLead('DELETE', `/targets/${targetId}`)).status).toBe(204);
  });

  it('takes the success of a task that its agent has ended meanwhile', async () => {
    const { deployment, targetId, name } = await begun();
    const lease = await leaseOf();
    await stage.cancel(deployment);
    await stage.sync(agent, [report(lease, 'SUCCEEDED')]);
    expect(await stage.outputOf(name)).toEqual({ results: [{ targetId, status: 'SUCCEEDED', error: null }] });
  });
});
