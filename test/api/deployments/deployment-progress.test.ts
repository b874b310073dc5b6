// A deployment on its way: reports on its status, rollbacks, and stages.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { MISSING_ID, NOW_ISO, TENANT_ID, verdict } from '../../support/release-world.ts';
import { type DeploymentsWorld, minute, startDeployments } from './fixture.ts';

let world: DeploymentsWorld;
beforeAll(async () => {
  world = await startDeployments();
});
afterAll(() => world.stop());

describe('reportDeploymentStatus', () => {
  it('moves a deployment on, and never back', async () => {
    const { id } = await world.deployment({ status: 'PENDING' });
    const report = async (body: object) => {
      const reply = await world.asCi('POST', `/deployments/${id}/status`, body);
      expect(reply.status).toBe(200);
      const { status, startedAt, finishedAt, revision } = reply.body;
      return [status, startedAt, finishedAt, revision];
    };
    expect(await report({ status: 'IN_PROGRESS', at: minute(1) })).toEqual(['IN_PROGRESS', minute(1), null, 2]);
    expect(await report({ status: 'IN_PROGRESS', at: minute(1) })).toEqual(['IN_PROGRESS', minute(1), null, 2]);
    expect(await report({ status: 'SUCCEEDED', at: minute(3) })).toEqual(['SUCCEEDED', minute(1), minute(3), 3]);
    expect(await report({ status: 'FAILED', at: minute(4) })).toEqual(['SUCCEEDED', minute(1), minute(3), 3]);
    expect(await report({ status: 'IN_PROGRESS', at: minute(2) })).toEqual(['SUCCEEDED', minute(1), minute(3), 3]);
    expect(await report({ status: 'SUCCEEDED', at: minute(3), url: 'https://acme.test' })).toEqual([
      ...['SUCCEEDED', minute(1), minute(3), 4],
    ]);
    expect(await world.eventsOf(id)).toEqual([
      ...['DeploymentCreated', 'DeploymentStarted', 'DeploymentSucceeded', 'DeploymentUpdated'],
    ]);
    expect(await world.auditOf('Deployment', id)).toHaveLength(4);
  });

  it('answers 404 deployment.not_found, and 409 deployment.not_reported for one that Windlass drives', async () => {
    const body = { status: 'SUCCEEDED' };
    expect(verdict(await world.asCi('POST', `/deployments/${MISSING_ID}/status`, body))).toEqual([
      ...[404, 'deployment.not_found'],
    ]);
    const { id } = await world.deployment({ status: 'IN_PROGRESS' });
    const item = await world.deps.deployments.get(TENANT_ID as never, id);
    await world.world.seed(world.deps.deployments.update(item, NOW_ISO, { origin: 'WINDLASS' }));
    expect(verdict(await world.asCi('POST', `/deployments/${id}/status`, body))).toEqual([
      409,
      'deployment.not_reported',
    ]);
  });
});

describe('a release that is created later', () => {
  it('gets the deployment with its next report', async () => {
    const of = { service: 'web', version: 'v5.0.0', externalId: 'late' };
    expect(await world.deployment({ ...of, status: 'IN_PROGRESS' })).toMatchObject({
      releaseId: null,
      version: 'v5.0.0',
    });
    const release = await world.world.release(await world.world.integrationKit(), { service: 'web', version: '5.0.0' });
    const made = await world.deployment(of);
    expect(made).toMatchObject({ releaseId: release.id, version: '5.0.0', status: 'SUCCEEDED' });
    expect(await world.all(`&releaseId=${release.id}`)).toMatchObject([{ id: made.id }]);
  });
});

describe('a rollback', () => {
  it('that succeeds rolls the other back, and is live', async () => {
    const of = { environment: 'rollbacks' };
    const first = await world.deployment({ ...of, version: '1', finishedAt: minute(-9) });
    const second = await world.deployment({ ...of, version: '2', finishedAt: minute(-6) });
    const third = await world.deployment({ ...of, version: '1', rollbackOf: second.id, status: 'IN_PROGRESS' });
    const statusOf = async ({ id }: { id: string }) => (await world.asCi('GET', `/deployments/${id}`)).body.status;
    expect(await statusOf(second)).toBe('SUCCEEDED');
    await world.asCi('POST', `/deployments/${third.id}/status`, { status: 'SUCCEEDED' });
    expect([await statusOf(first), await statusOf(second), await statusOf(third)]).toEqual([
      ...['SUCCEEDED', 'ROLLED_BACK', 'SUCCEEDED'],
    ]);
    expect(await world.eventsOf(second.id)).toEqual([
      ...['DeploymentCreated', 'DeploymentSucceeded', 'DeploymentRolledBack'],
    ]);
    expect(await world.auditOf('Deployment', second.id)).toEqual(['deployment.reported', 'deployment.rolled_back']);
    expect(await world.live(`&environmentId=${first.environmentId}`)).toMatchObject([
      { deploymentId: third.id, version: '1', lastGood: null },
    ]);
    // A rollback of a rollback is a rollback.
    const fourth = await world.deployment({ ...of, version: '2', rollbackOf: third.id });
    expect([await statusOf(third), await statusOf(fourth)]).toEqual(['ROLLED_BACK', 'SUCCEEDED']);
    expect(await world.live(`&environmentId=${first.environmentId}`)).toMatchObject([
      { deploymentId: fourth.id, lastGood: { deploymentId: first.id } },
    ]);
  });

  it('that succeeds before the other is known to have succeeded rolls it back then', async () => {
    const of = { environment: 'early' };
    const other = await world.deployment({ ...of, version: '2', status: 'IN_PROGRESS' });
    const { id } = await world.deployment({ ...of, version: '1', rollbackOf: other.id, finishedAt: minute(9) });
    const report = { status: 'SUCCEEDED', at: minute(5) };
    const { body } = await world.asCi('POST', `/deployments/${other.id}/status`, report);
    expect(body).toMatchObject({ status: 'ROLLED_BACK', rolledBackBy: id, finishedAt: minute(5) });
    expect(await world.eventsOf(other.id)).toEqual([
      ...['DeploymentCreated', 'DeploymentStarted', 'DeploymentUpdated', 'DeploymentRolledBack'],
    ]);
    expect(await world.live(`&environmentId=${other.environmentId}`)).toMatchObject([
      { deploymentId: id, lastGood: null },
    ]);
    expect((await world.asCi('POST', `/deployments/${other.id}/status`, report)).body.revision).toBe(body.revision);
  });

  it('of a failed deployment leaves it failed', async () => {
    const of = { environment: 'failures' };
    const failed = await world.deployment({ ...of, status: 'FAILED' });
    const { id } = await world.deployment({ ...of, rollbackOf: failed.id });
    const { body } = await world.asCi('GET', `/deployments/${failed.id}`);
    expect(body).toMatchObject({ status: 'FAILED', rolledBackBy: id });
  });
});

describe('updateDeploymentStage', () => {
  it('sets the times, keeps the output, and tells it', async () => {
    const { id } = await world.deployment({ status: 'IN_PROGRESS' });
    const change = (stage: string, body: object, headers = {}) =>
      world.asCi('PATCH', `/deployments/${id}/stages/${stage}`, body, headers);
    const stageOf = async (name: string) => {
      const { stages } = (await world.asCi('GET', `/deployments/${id}`)).body;
      return stages.find((stage: Record<string, string>) => stage.name === name);
    };
    expect((await change('test', { status: 'RUNNING', timeoutSeconds: 60 })).body.revision).toBe(2);
    expect((await change('test', { status: 'RUNNING' })).body.revision).toBe(2);
    const output = `${'x'.repeat(99)}\n`.repeat(90);
    await change('test', { status: 'FAILED', output });
    const test = await stageOf('test');
    expect(test).toMatchObject({ status: 'FAILED', timeoutSeconds: 60, startedAt: NOW_ISO, finishedAt: NOW_ISO });
    expect(test.output.length).toBeLessThan(4_097);
    expect(test.output).toMatch(/^… \d+ earlier lines are not kept\n/);
    const refused = await change('test', { status: 'RUNNING' });
    expect([verdict(refused), refused.body.legal]).toEqual([[409, 'deployment.illegal_stage'], []]);
    expect(verdict(await change('paint', { status: 'RUNNING' }))).toEqual([404, 'deployment.stage_not_found']);
    expect(verdict(await change('deploy', {}))).toEqual([400, 'request.invalid']);
    expect(verdict(await change('deploy', { status: 'SKIPPED' }, { 'if-match': '"1"' }))).toEqual([
      ...[412, 'request.precondition_failed'],
    ]);
    expect((await change('deploy', { status: 'SKIPPED' }, { 'if-match': '"3"' })).status).toBe(200);
    expect(await world.eventsOf(id)).toEqual([
      ...['DeploymentCreated', 'DeploymentStarted', 'DeploymentStageChanged', 'DeploymentStageChanged'],
      'DeploymentStageChanged',
    ]);
  });

  it('answers 404 deployment.not_found', async () => {
    const reply = await world.asCi('PATCH', `/deployments/${MISSING_ID}/stages/test`, { status: 'RUNNING' });
    expect(verdict(reply)).toEqual([404, 'deployment.not_found']);
  });
});

describe('the stored deployment', () => {
  it('of two reports at once has both', async () => {
    const { id } = await world.deployment({ status: 'PENDING' });
    const send = (body: object) => world.asCi('POST', `/deployments/${id}/status`, body);
    const replies = await Promise.all([
      send({ status: 'IN_PROGRESS', at: minute(1) }),
      send({ status: 'SUCCEEDED', at: minute(2), url: 'https://acme.test' }),
      send({ status: 'IN_PROGRESS', at: minute(1), logUrl: 'https://ci.test/1' }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    const item: DeploymentItem = await world.deps.deployments.get(TENANT_ID as never, id);
    expect(item).toMatchObject({
      ...{ status: 'SUCCEEDED', startedAt: minute(1), finishedAt: minute(2), url: 'https://acme.test' },
      logUrl: 'https://ci.test/1',
    });
  });
});
