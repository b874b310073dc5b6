// The machine deployment: its way through waves, soaks, pauses, the queue and its ends, on every branch of it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transitionsOf, walkedIn } from '../coverage.ts';
import { definitionOf } from '../machines.ts';
import { type DeploymentStage, FAST, startDeploymentStage, tenantId } from './deployment-stage.ts';

let stage: DeploymentStage;
beforeAll(async () => {
  stage = await startDeploymentStage();
});
afterAll(() => stage.stop());
beforeEach(() => stage.reset());

describe('a deployment', () => {
  it('begins, deploys to its targets, is tested, and is live', async () => {
    const item = await stage.driven({ smokeTestSeconds: 60 });
    const id = await stage.run(item);
    expect(stage.begun).toHaveLength(2);
    expect(await stage.find(id)).toMatchObject({ status: 'IN_PROGRESS', progress: { phase: 'SMOKE_TEST', waves: 1 } });
    await stage.later(60);
    const ended = await stage.find(id);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', finishedAt: expect.any(String) });
    expect(ended.stages.map(({ status }: { status: string }) => status)).toEqual([
      ...['SKIPPED', 'SKIPPED', 'SKIPPED', 'SUCCEEDED', 'SUCCEEDED'],
    ]);
    expect(await stage.liveIn(item)).toMatchObject([{ deploymentId: id, version: '2.0.0', slot: null }]);
    expect(await stage.api.eventsOf(id)).toEqual([
      ...['DeploymentStarted', ...Array(4).fill('DeploymentStageChanged')],
      ...[...Array(2).fill('DeploymentStageChanged'), 'DeploymentSucceeded', 'DeploymentStageChanged'],
    ]);
    expect(await stage.api.auditOf('Deployment', id)).toEqual([
      ...['deployment.started', 'deployment.advanced', 'deployment.succeeded'],
    ]);
    expect(await stage.executionStatus(id)).toBe('SUCCEEDED');
  });

  it('is taken back when a target fails, and does not become live', async () => {
    stage.failing('DEPLOY', undefined);
    const item = await stage.driven();
    const id = await stage.run(item);
    expect(stage.begun.filter((one) => one.startsWith('ROLLBACK'))).toHaveLength(2);
    expect(await stage.find(id)).toMatchObject({ status: 'ROLLED_BACK', rolledBackBy: id });
    expect(await stage.api.eventsOf(id)).toContain('DeploymentRollbackStarted');
    expect(await stage.liveIn(item)).toEqual([]);
  });

  it('goes on past a failed target, and says so at its end', async () => {
    const ground = await stage.make.ground();
    stage.failing('DEPLOY', ground.targetIds[0]);
    const id = await stage.run(await stage.driven({ ...FAST, failurePolicy: 'CONTINUE' }, {}, ground));
    expect(await stage.endOf(id)).toEqual(['FAILED', expect.stringMatching(/^1 of 2 targets failed: web-\d+\.$/)]);
    expect(await stage.liveIn(ground)).toEqual([]);
  });

  it('fails if it has no target', async () => {
    const id = await stage.run(await stage.driven(FAST, {}, await stage.make.ground(0)));
    const reason = 'The environment has no active target for its components and labels.';
    expect(await stage.endOf(id)).toEqual(['FAILED', reason]);
  });

  it('ends in words when a task of the machine fails for good', async () => {
    stage.fail('decideDeploymentStep', 'AccessDenied');
    const early = await stage.run(await stage.driven());
    expect(await stage.endOf(early)).toEqual(['CANCELLED', 'AccessDenied: decideDeploymentStep says no']);
    const item = await stage.driven({ smokeTestSeconds: 60 });
    stage.fail('awaitDeployment', 'AccessDenied');
    const id = await stage.run(item);
    expect(await stage.endOf(id)).toEqual([
      'FAILED',
      'It could not be driven on: AccessDenied: awaitDeployment says no',
    ]);
    expect(await stage.executionStatus(id)).toBe('SUCCEEDED');
  });

  it('fails its execution if not even its end can be stored', async () => {
    stage.fail('finishDeployment', 'AccessDenied');
    expect(await stage.executionStatus(await stage.run(await stage.driven()))).toBe('FAILED');
  });

  it('takes up the tasks of a wave that was lost, and fails if that does not help', async () => {
    const ground = await stage.make.ground(1);
    let lost = 1;
    stage.script.endOf = () => (lost-- > 0 ? undefined : 'SUCCEEDED');
    const id = await stage.run(await stage.driven(FAST, {}, ground));
    expect(await stage.find(id)).toMatchObject({ status: 'SUCCEEDED', progress: { waves: 2 } });
    stage.script.endOf = () => undefined;
    const other = await stage.run(await stage.driven(FAST, {}, ground));
    expect(await stage.endOf(other)).toEqual(['FAILED', 'The tasks of 1 targets did not end, in 3 waves.']);
  });

  it('waits a minute when a wave cannot be driven, and then goes on', async () => {
    const item = await stage.driven();
    // A name that was used: the wave cannot be started.
    const { deploymentId } = item;
    const used = { name: 'deployment-wave', executionName: () => `${deploymentId}-DEPLOY-1` } as const;
    const cancel = { tenantId, deploymentId, step: 'CANCEL', targetIds: [], maxConcurrent: 1 };
    await stage.start(used, cancel as never);
    await stage.settle();
    const id = await stage.run(item);
    expect((await stage.find(id)).status).toBe('IN_PROGRESS');
    await stage.later(60);
    expect(await stage.find(id)).toMatchObject({ status: 'SUCCEEDED', progress: { waves: 2 } });
  });

  it('of a deleted tenant ends its execution', async () => {
    stage.presence.isThere = false;
    const item = await stage.driven();
    expect(await stage.executionStatus(await stage.run(item))).toBe('SUCCEEDED');
    expect((await stage.find(item.deploymentId)).status).toBe('PENDING');
  });
});

describe('a pause', () => {
  const pausing = { ...FAST, failurePolicy: 'PAUSE' };
  const paused = async () => {
    stage.failing();
    const id = await stage.run(await stage.driven(pausing));
    expect(await stage.find(id)).toMatchObject({ status: 'IN_PROGRESS', progress: { pauses: 1 } });
    expect(await stage.api.eventsOf(id)).toContain('DeploymentPaused');
    return id;
  };
  const resume = (id: string, action: string) => stage.asLead('POST', `/deployments/${id}/resume`, { action });

  it.each([
    ['RETRY', 'SUCCEEDED'],
    ['CONTINUE', 'FAILED'],
    ['ROLLBACK', 'ROLLED_BACK'],
  ])('ends by %s, and the deployment %s', async (action, status) => {
    const id = await paused();
    await resume(id, action);
    expect((await stage.find(id)).status).toBe(status);
  });

  it('is taken back after a week', async () => {
    const id = await paused();
    await stage.later(7 * 86_400);
    expect(await stage.endOf(id)).toEqual(['ROLLED_BACK', expect.stringContaining('Nobody decided within 7 days.')]);
  });

  it('ends when the deployment is cancelled', async () => {
    const id = await paused();
    await stage.asLead('POST', `/deployments/${id}/cancel`, {});
    expect((await stage.find(id)).status).toBe('CANCELLED');
  });

  it('that a person answers before its token is kept ends at once', async () => {
    stage.failing();
    stage.fail('awaitDeployment', 'Lambda.Unknown');
    const id = await stage.run(await stage.driven(pausing));
    await stage.api.call({
      role: 'LEAD',
      method: 'POST',
      path: `/deployments/${id}/resume`,
      body: { action: 'ROLLBACK' },
    });
    await stage.later(2);
    expect((await stage.find(id)).status).toBe('ROLLED_BACK');
  });
});

describe('a cancelled deployment', () => {
  it('begins nothing more: in a wave, in a soak, while it is taken back', async () => {
    const soaking = await stage.run(await stage.driven({ smokeTestSeconds: 60 }));
    await stage.asLead('POST', `/deployments/${soaking}/cancel`, {});
    expect((await stage.find(soaking)).status).toBe('CANCELLED');
    for (const step of ['DEPLOY', 'ROLLBACK']) {
      stage.failing();
      const item = await stage.driven({ ...FAST, maxConcurrent: 1 });
      let isAsked = false;
      stage.script.during = async () => {
        if (isAsked || (step === 'ROLLBACK' && !stage.begun.some((one) => one.startsWith('DEPLOY')))) return;
        isAsked = true;
        const path = `/deployments/${item.deploymentId}/cancel`;
        await stage.api.call({ role: 'LEAD', method: 'POST', path, body: {} });
      };
      const id = await stage.run(item);
      expect(await stage.endOf(id)).toEqual(['CANCELLED', 'Cancelled: 0 of 2 targets got the new version.']);
      stage.begun.length = 0;
    }
  });
});

describe('a second deployment of a service in an environment', () => {
  it('waits for the first one, and then begins', async () => {
    const ground = await stage.make.ground();
    const first = await stage.run(await stage.driven({ smokeTestSeconds: 600 }, {}, ground));
    const second = await stage.run(await stage.driven(FAST, {}, ground));
    expect((await stage.find(second)).status).toBe('PENDING');
    for (let look = 0; look < 12; look++) await stage.later(100);
    expect([(await stage.find(first)).status, (await stage.find(second)).status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it('is cancelled after 12 hours, or by a person', async () => {
    const ground = await stage.make.ground();
    await stage.run(await stage.driven({ smokeTestSeconds: 86_400 }, {}, ground));
    const [second, third] = [
      await stage.run(await stage.driven(FAST, {}, ground)),
      await stage.run(await stage.driven(FAST, {}, ground)),
    ];
    await stage.asLead('POST', `/deployments/${third}/cancel`, {});
    for (let hour = 0; hour < 14; hour++) await stage.later(3_600);
    expect(await stage.endOf(second)).toEqual(['CANCELLED', 'Another deployment did not end within 12 hours.']);
    expect((await stage.find(third)).status).toBe('CANCELLED');
  });
});

describe('the evidence', () => {
  it('is recorded when the deployment has ended', async () => {
    const id = await stage.run(await stage.driven(FAST));
    expect(stage.recorded.filter((one) => one === id)).toHaveLength(1);
  });

  it('is left to a redrive of the execution if it cannot be recorded; the deployment stays as it ended', async () => {
    stage.fail('recordEvidence', 'AccessDenied');
    const id = await stage.run(await stage.driven(FAST));
    expect([(await stage.find(id)).status, await stage.executionStatus(id)]).toEqual(['SUCCEEDED', 'FAILED']);
  });
});

it('was walked on every branch', async () => {
  const { States } = definitionOf('deployment');
  const walked = new Set<string>();
  for (const { machine, arn } of stage.executions) {
    if (machine !== 'deployment') continue;
    for (const one of walkedIn(await stage.historyOf(arn), States)) walked.add(one);
  }
  expect(transitionsOf(States).filter((one) => !walked.has(one))).toEqual([]);
});
