// People's changes of deployments that Windlass drives: cancelling and resuming, their view, and what reports may not do.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../entities/_base/ids.ts';
import { endedTask } from '../../../entities/agents/tasks/task.model.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { firstProgress } from '../../../entities/deployments/windlass/progress.model.ts';
import { onDeploymentWoken } from '../../../functions/deployments/on/deployment-woken.ts';
import { groundOf } from '../../support/deployments/ground.ts';
import { MISSING_ID, NOW, TENANT_ID, verdict } from '../../support/release-world.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { type DeploymentsWorld, minute, startDeployments } from './fixture.ts';

let world: DeploymentsWorld;
let make: ReturnType<typeof groundOf>;
beforeAll(async () => {
  world = await startDeployments();
  make = groundOf(world.world);
});
afterAll(() => world.stop());

type Body = Record<string, unknown>;
const post = (path: string, body: Body = {}, headers: Record<string, string> = {}) =>
  world.call({ role: 'LEAD', method: 'POST', path, body, headers });
const cancel = (id: string, body: Body = {}, headers = {}) => post(`/deployments/${id}/cancel`, body, headers);
const resume = (id: string, action = 'RETRY', headers = {}) => post(`/deployments/${id}/resume`, { action }, headers);
const shown = async (id: string) =>
  (await world.call({ role: 'LEAD', method: 'GET', path: `/deployments/${id}` })).body;

const begun = (over: Body = {}): Promise<DeploymentItem> =>
  make
    .ground()
    .then((ground) =>
      make.driven(ground, { status: 'IN_PROGRESS', startedAt: minute(0), progress: firstProgress(minute(0)), ...over }),
    );
const paused = (over: Body = {}) =>
  begun({ progress: { ...firstProgress(minute(0)), pausedUntil: minute(99), failure: '1 of 2 failed.', ...over } });

/** Delivers the events about a deployment, each twice. */
async function hear(id: string): Promise<void> {
  const items = (await world.world.items()).filter(({ pk }) => String(pk).endsWith(`#OUTBOX#${id}`));
  const wanted = items.filter(({ detailType }) => /Cancel|Resumed/.test(String(detailType)));
  for (const item of [...wanted, ...wanted]) await onDeploymentWoken(busEventOf(item), world.eventsDeps);
}

describeAccess(
  'deployments',
  [
    ['POST', `/deployments/${MISSING_ID}/cancel`, {}, ['ADMIN', 'LEAD', 'DEVELOPER', 'CI']],
    ['POST', `/deployments/${MISSING_ID}/resume`, { action: 'RETRY' }, ['ADMIN', 'LEAD']],
  ],
  (request) => world.call(request),
);

describe('cancelDeployment', () => {
  it('ends one that has not begun', async () => {
    const { deploymentId } = await make.driven(await make.ground());
    const { status, body } = await cancel(deploymentId, { reason: 'Not today' });
    expect([status, body.status, body.reason, body.finishedAt !== null]).toEqual([200, 'CANCELLED', 'Not today', true]);
    expect(body.stages.map((stage: Body) => stage.status)).toEqual(Array.from({ length: 5 }, () => 'SKIPPED'));
    expect(await world.eventsOf(deploymentId)).toContain('DeploymentCancelled');
  });

  it('wakes one that waits for its turn', async () => {
    const item = await make.driven(await make.ground());
    const { deploymentId } = item;
    await world.deps.plans.keepWait(item, `token of ${deploymentId}`);
    await cancel(deploymentId);
    await hear(deploymentId);
    expect(world.answered).toContain(`token of ${deploymentId}`);
    expect(world.started.filter(({ input }) => JSON.stringify(input).includes(deploymentId))).toEqual([]);
  });

  it('asks one that is under way to end, once, wakes its wait and ends its waiting tasks', async () => {
    const item = await begun();
    const { deploymentId } = item;
    await world.deps.plans.keepWait(item, `token of ${deploymentId}`);
    const { body } = await cancel(deploymentId);
    expect(body).toMatchObject({ status: 'IN_PROGRESS', execution: { cancelRequestedAt: expect.any(String) } });
    expect((await cancel(deploymentId)).body.revision).toBe(body.revision);
    expect(await world.eventsOf(deploymentId)).toEqual(['DeploymentCancelRequested']);
    expect(await world.auditOf('Deployment', deploymentId)).toEqual(['deployment.cancel_requested']);
    await hear(deploymentId);
    expect(world.answered).toContain(`token of ${deploymentId}`);
    const input = { tenantId: TENANT_ID, deploymentId, step: 'CANCEL', targetIds: [], maxConcurrent: 1 };
    expect(world.started).toContainEqual({ machine: 'deployment-wave', input });
  });

  it('ends one at once that nobody ended within an hour after it was cancelled', async () => {
    const { deploymentId } = await begun({ cancelRequestedAt: new Date(NOW - 3_600_000).toISOString() });
    expect((await cancel(deploymentId)).body.status).toBe('CANCELLED');
  });

  it.each<[string, () => Promise<string>, readonly [number, string]]>([
    ['does not exist', async () => MISSING_ID, [404, 'deployment.not_found']],
    ['is reported', async () => (await world.deployment({ status: 'PENDING' })).id, [409, 'deployment.not_driven']],
    ['has ended', async () => (await begun({ status: 'FAILED' })).deploymentId, [409, 'deployment.has_ended']],
  ])('is refused of one that %s', async (_, idOf, expected) => {
    expect(verdict(await cancel(await idOf()))).toEqual(expected);
  });

  it('answers 412 to another revision, and 400 to an unknown field', async () => {
    const { deploymentId } = await begun();
    expect(verdict(await cancel(deploymentId, {}, { 'if-match': '"9"' }))).toEqual([
      412,
      'request.precondition_failed',
    ]);
    expect(verdict(await cancel(deploymentId, { now: true }))).toEqual([400, 'request.invalid']);
  });
});

describe('resumeDeployment', () => {
  it.each(['RETRY', 'CONTINUE', 'ROLLBACK'])('keeps %s for the execution, and wakes it', async (action) => {
    const item = await paused();
    const { deploymentId } = item;
    await world.deps.plans.keepWait(item, `token of ${deploymentId}`);
    await hear(deploymentId);
    expect(world.answered).not.toContain(`token of ${deploymentId}`);
    expect((await resume(deploymentId, action)).status).toBe(200);
    expect(await world.eventsOf(deploymentId)).toEqual(['DeploymentResumed']);
    await hear(deploymentId);
    expect(world.answered).toContain(`token of ${deploymentId}`);
    expect(verdict(await resume(deploymentId, action))).toEqual([409, 'deployment.not_paused']);
  });

  it('is refused by 409 deployment.irreversible to roll back targets that cannot go back, once an agent has begun there', async () => {
    const item = await paused();
    const { deploymentId } = item;
    const target = { targetId: newId<'Target'>(NOW), name: 'db-1', isIrreversible: true } as const;
    const plan = { steps: [{ targets: [target], soakSeconds: 0, thresholds: [] }] };
    await world.world.seed([world.deps.plans.create(item, plan)]);
    const end = { status: 'FAILED', message: 'No' } as const;
    const task = { ...endedTask(item, target, 'DEPLOY', NOW, end), fence: 1 };
    await world.world.seed(world.deps.tasks.create(task));
    const refused = await resume(deploymentId, 'ROLLBACK');
    expect([verdict(refused), refused.body.legal]).toEqual([
      [409, 'deployment.irreversible'],
      ['RETRY', 'CONTINUE'],
    ]);
    expect((await resume(deploymentId, 'CONTINUE')).status).toBe(200);
  });

  it.each<[string, () => Promise<string>, readonly [number, string]]>([
    ['does not exist', async () => MISSING_ID, [404, 'deployment.not_found']],
    ['is reported', async () => (await world.deployment({ status: 'PENDING' })).id, [409, 'deployment.not_driven']],
    ['has ended', async () => (await begun({ status: 'FAILED' })).deploymentId, [409, 'deployment.has_ended']],
    ['goes on', async () => (await begun()).deploymentId, [409, 'deployment.not_paused']],
  ])('is refused of one that %s', async (_, idOf, expected) => {
    expect(verdict(await resume(await idOf()))).toEqual(expected);
  });

  it('answers 412 to another revision, and 400 to an unknown action', async () => {
    const { deploymentId } = await paused();
    expect(verdict(await resume(deploymentId, 'RETRY', { 'if-match': '"9"' }))).toEqual([
      ...[412, 'request.precondition_failed'],
    ]);
    expect(verdict(await resume(deploymentId, 'SKIP'))).toEqual([400, 'request.invalid']);
  });
});

describe('getDeployment', () => {
  it('shows the execution, and what may be done', async () => {
    const { deploymentId } = await paused();
    const { execution, actions } = await shown(deploymentId);
    expect(execution).toMatchObject({ phase: 'DEPLOY', step: 1, isPaused: true, failure: '1 of 2 failed.' });
    const codes = Object.fromEntries(actions.map(({ name, code }: Body) => [name, code]));
    expect(codes).toEqual({
      reportDeploymentStatus: 'deployment.not_reported',
      updateDeploymentStage: null,
      rollbackDeployment: 'deployment.under_way',
      cancelDeployment: null,
      resumeDeployment: null,
    });
  });

  it('shows no execution of a reported one', async () => {
    const { id } = await world.deployment();
    expect((await shown(id)).execution).toBeNull();
  });
});

describe('updateDeploymentStage', () => {
  it('leaves the statuses of stages to Windlass', async () => {
    const { deploymentId } = await begun();
    const change = (body: Body) =>
      world.call({ role: 'LEAD', method: 'PATCH', path: `/deployments/${deploymentId}/stages/deploy`, body });
    expect(verdict(await change({ status: 'RUNNING' }))).toEqual([409, 'deployment.not_reported']);
    expect((await change({ timeoutSeconds: 60 })).status).toBe(200);
  });
});
