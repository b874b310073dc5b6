// Leases of tasks by syncs: who gets which task, what it is told, races, and tasks that must not begin.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTask } from '../../../entities/agents/tasks/task.model.ts';
import { digestOf, report, startTasks, type TaskStage, tenantId } from './task-stage.ts';

let stage: TaskStage;
beforeAll(async () => {
  stage = await startTasks();
});
afterAll(() => stage.stop());

const capacity = (most: number, over: object = {}) => ({ capacity: most, ...over });

describe('a lease', () => {
  it('tells the agent everything that it needs, once', async () => {
    const secret = { password: 'the password of the target' };
    const on = { connection: { host: '10.0.0.7' }, labels: { region: 'eu' }, credentials: secret };
    const { environmentId, deploymentId, deployment, targetIds } = await stage.queued(1, {}, on);
    const agent = await stage.registered({ environmentIds: [environmentId] });
    const { leases, nextSyncSeconds } = await stage.work(agent);
    const [task] = await stage.tasksOf(deploymentId);
    expect([leases, nextSyncSeconds]).toEqual([
      [
        {
          ...{ taskId: task?.taskId, fence: 1, step: 'DEPLOY', deploymentId, environmentId, timeoutSeconds: 3600 },
          leasedUntil: new Date(stage.clock.at + 90_000).toISOString(),
          release: { id: deployment.releaseId, service: 'payment-api', version: '1.1.0' },
          component: { id: stage.componentId, name: 'web' },
          ...{ digest: digestOf('b'), previousDigest: null, sticker: task?.sticker },
          target: {
            ...{ id: targetIds[0], name: task?.targetName, type: 'SHELL', connection: on.connection },
            ...{ labels: on.labels, credentials: secret },
          },
        },
      ],
      1,
    ]);
    expect(JSON.parse(task?.sticker ?? '')).toMatchObject({
      ...{ deploymentId, environmentId, targetId: targetIds[0], digest: digestOf('b'), version: '1.1.0' },
    });
    expect(JSON.stringify(await stage.world.items())).not.toContain(secret.password);
    expect(stage.told).toContainEqual({ token: `queue-${targetIds[0]}`, output: { fence: 1, timeoutSeconds: 3600 } });
    const again = await stage.work(agent, [report(leases[0], 'RUNNING')], capacity(5));
    expect([again.leases, again.nextSyncSeconds]).toEqual([[], 1]);
  });

  it('is told again with its credentials to nobody, not even with an Idempotency-Key', async () => {
    const { environmentId } = await stage.queued(1, {}, { credentials: { key: 'only once' } });
    const agent = await stage.registered({ environmentIds: [environmentId] });
    const request = {
      ...({ role: 'AGENT', userId: agent, method: 'POST', path: `/agents/${agent}/sync` } as const),
      ...{ body: { version: '1.0.0', capabilities: ['shell'] }, headers: { 'idempotency-key': 'one' } },
    };
    expect((await stage.call(request)).body.leases).toHaveLength(1);
    expect((await stage.call(request)).body.leases).toHaveLength(0);
    expect(JSON.stringify(await stage.world.items())).not.toContain('only once');
  });

  it('has its event and its audit entry, which know no token', async () => {
    const { environmentId, deploymentId } = await stage.queued();
    await stage.work(await stage.registered({ environmentIds: [environmentId] }));
    const [task] = await stage.tasksOf(deploymentId);
    expect(await stage.eventsOf(task?.taskId)).toEqual(['DeploymentTaskQueued', 'DeploymentTaskLeased']);
    expect(await stage.auditOf('DeploymentTask', task?.taskId)).toEqual([
      'deployment_task.queued',
      'deployment_task.leased',
    ]);
    const said = (await stage.world.items()).filter(({ pk }) => /#(?:OUTBOX|AUDIT)#/.test(String(pk)));
    expect(JSON.stringify(said)).not.toMatch(/queue-|taskToken/);
  });

  it('is found behind hundreds of tasks that no agent can take', async () => {
    const crowd = await stage.queued(0);
    const { id: targetId } = await stage.target({ environmentId: crowd.environmentId, componentId: stage.componentId });
    const target = { ...(await stage.deps.targets.get(tenantId, String(targetId))), capability: 'nobody' };
    const born = Array.from({ length: 505 }, (_, index) =>
      newTask(crowd.deployment, { ...target, targetId: `crowd-${index}` }, 'DEPLOY', undefined, stage.clock.at),
    );
    for (let from = 0; from < born.length; from += 45)
      await stage.world.seed(born.slice(from, from + 45).flatMap((task) => stage.deps.tasks.create(task)));
    const { environmentId, deploymentId } = await stage.queued();
    const agent = await stage.registered({ environmentIds: [crowd.environmentId, environmentId] });
    expect((await stage.work(agent)).leases).toMatchObject([{ deploymentId }]);
  });

  it.each([
    ['its environment', {}, {}, 1],
    ['all environments', { environmentIds: [] }, {}, 1],
    ['another environment', { environmentIds: 'other' }, {}, 0],
    ['without the capability', {}, { capabilities: ['docker'] }, 0],
    ['with a problem', {}, { problem: 'The disk is full' }, 0],
    ['that drains', {}, { capacity: 0 }, 0],
  ])('goes to an agent of the environment that can: %s', async (_, registered, synced, leases) => {
    const { environmentId } = await stage.queued();
    const of = { environmentIds: [environmentId], ...registered } as { environmentIds: unknown };
    if (of.environmentIds === 'other') of.environmentIds = [(await stage.environment()).id];
    const agent = await stage.registered(of);
    // Tasks of other tests may wait for an agent of all environments.
    const got = (await stage.work(agent, [], synced)).leases.length;
    expect(got).toBe(leases);
  });

  it('fills the capacity of an agent, the tasks that it has included', async () => {
    const { environmentId } = await stage.queued(5);
    const agent = await stage.registered({ environmentIds: [environmentId] });
    const first = await stage.work(agent, [], capacity(2));
    expect([first.leases.length, first.nextSyncSeconds]).toEqual([2, 1]);
    const running = first.leases.map((one: object) => report(one, 'RUNNING'));
    expect((await stage.work(agent, running, capacity(2))).leases).toEqual([]);
    expect((await stage.work(agent, running, capacity(4))).leases).toHaveLength(2);
    const [ended] = running;
    const last = await stage.work(agent, [{ ...ended, status: 'SUCCEEDED' }, running[1]], capacity(2));
    expect(last.leases).toHaveLength(1);
  });
});

describe('agents at the same time', () => {
  it('get one task once', async () => {
    const { environmentId, deploymentId } = await stage.queued();
    const agents = await Promise.all([1, 2, 3, 4].map(() => stage.registered({ environmentIds: [environmentId] })));
    const answers = await Promise.all(agents.map((agent) => stage.work(agent)));
    const got = answers.flatMap(({ leases }, index) => (leases.length > 0 ? [agents[index]] : []));
    expect([got.length, (await stage.tasksOf(deploymentId))[0]?.agentId]).toEqual([1, got[0]]);
  });

  it('share many tasks, each once', async () => {
    const { environmentId, deploymentId } = await stage.queued(12);
    const agents = await Promise.all([1, 2, 3].map(() => stage.registered({ environmentIds: [environmentId] })));
    const taken: string[] = [];
    for (let round = 0; round < 4 && taken.length < 12; round++) {
      const answers = await Promise.all(agents.map((agent) => stage.work(agent, [], capacity(4))));
      taken.push(...answers.flatMap(({ leases }) => leases.map(({ taskId }: { taskId: string }) => taskId)));
    }
    expect([taken.length, new Set(taken).size]).toEqual([12, 12]);
    expect((await stage.tasksOf(deploymentId)).every(({ fence }) => fence === 1)).toBe(true);
  });
});

describe('a task that must not begin', () => {
  it('waits while the credentials of its target cannot be opened', async () => {
    const { environmentId, deploymentId, targetIds } = await stage.queued(1, {}, { credentials: { key: 'x' } });
    const { targets } = stage.deps;
    const target = (await targets.findMany(tenantId, targetIds)).get(targetIds[0] ?? '');
    if (target) await stage.world.seed(targets.update(target, target.updatedAt, {}, 'bm90IHNlYWxlZA=='));
    const agent = await stage.registered({ environmentIds: [environmentId] });
    const { leases, nextSyncSeconds } = await stage.work(agent);
    expect([leases, nextSyncSeconds, (await stage.tasksOf(deploymentId))[0]?.status]).toEqual([[], 1, 'QUEUED']);
  });

  it('keeps its target from being deleted', async () => {
    const { environmentId, targetIds } = await stage.queued();
    const reply = await stage.asLead('DELETE', `/targets/${targetIds[0]}`);
    expect([reply.status, reply.body.code]).toEqual([409, 'target.in_use']);
    const agent = await stage.registered({ environmentIds: [environmentId] });
    const [lease] = (await stage.work(agent)).leases;
    await stage.work(agent, [report(lease, 'FAILED')]);
    expect((await stage.asLead('DELETE', `/targets/${targetIds[0]}`)).status).toBe(204);
  });
});
