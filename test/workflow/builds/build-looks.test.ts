// An end of a build that CI never told: the workflow looks automatically, people ask for a look or report the end; then
// another build can be asked for.
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { logger } from '../../../functions/_kit/logger.ts';
import { actorsOf } from '../lifecycle/lifecycle-actors.ts';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';

let stage: Stage;
let actors: ReturnType<typeof actorsOf>;
beforeAll(async () => {
  stage = await startStage();
  actors = actorsOf(stage);
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.forgetAll();
  stage.services.shows.clear();
  stage.services.calls.length = 0;
});

/** A release whose builds run, the first pipeline of it, and what is asked about that. */
async function building(over: Record<string, unknown> = {}) {
  const id = await stage.release(over);
  await stage.act(id, 'kickoff');
  const [pipeline] = (await stage.stored(id)).pipelines;
  const integration = pipeline?.pipelineIntegrationId ?? '';
  const seen = async () => (await stage.stored(id)).pipelines[0];
  return { id, integration, seen, path: `pipelines/${integration}` };
}
/** In minutes. */
const DAY = 1440;
const looks = () => stage.services.calls.filter((call) => call.startsWith('status ')).length;
const triggers = () => stage.services.calls.filter((call) => call.startsWith('trigger ')).length;

describe('a build that was cancelled without a word', () => {
  it('is found by the workflow after ten minutes, and another can be asked for (K13)', async () => {
    const { id, integration, seen, path } = await building();
    stage.services.shows.set(integration, () => ({ status: 'CANCELLED' }));
    await stage.pass(599);
    expect((await seen())?.buildStatus).toBe('RUNNING');
    await stage.pass(1);
    expect(await seen()).toMatchObject({ buildStatus: 'CANCELLED', refreshedAt: expect.any(String) });
    const before = triggers();
    expect((await stage.act(id, `${path}/trigger`)).status).toBe(202);
    expect(triggers()).toBe(before + 1);
  });

  it('is found when a person asks (K13 W6)', async () => {
    const { id, integration, seen, path } = await building();
    stage.services.shows.set(integration, () => ({ status: 'CANCELLED', buildNumber: '51' }));
    const reply = await stage.act(id, `${path}/refresh`);
    expect([reply.status, typeof reply.body.refreshRequestedAt]).toEqual([202, 'string']);
    expect(await seen()).toMatchObject({
      buildStatus: 'CANCELLED',
      buildNumber: '51',
      refreshedAt: expect.any(String),
    });
    expect((await seen())?.refreshWantedAt).toBeUndefined();
    expect((await stage.act(id, `${path}/trigger`)).status).toBe(202);
  });

  it('is what a person says, by name in the audit (K13)', async () => {
    const { id, seen, path } = await building();
    const said = { status: 'CANCELLED', reason: 'Somebody emptied the queue' };
    expect((await stage.act(id, `${path}/status`, said)).status).toBe(200);
    expect((await seen())?.buildStatus).toBe('CANCELLED');
    expect((await stage.world.auditOf(id)).at(-1)).toMatchObject({
      action: 'build.reported',
      actor: { type: 'USER' },
      details: { status: 'CANCELLED', reason: 'Somebody emptied the queue', before: 'RUNNING' },
    });
    expect((await stage.act(id, `${path}/trigger`)).status).toBe(202);
  });
});

describe('a build that is waited for longer than builds take', () => {
  it('is counted at each look, for the alarm', async () => {
    const info = vi.spyOn(logger, 'info').mockReturnValue();
    onTestFinished(() => info.mockRestore());
    const { id, integration } = await building();
    stage.services.shows.set(integration, () => ({ status: 'RUNNING' }));
    const overdue = () => info.mock.calls.filter(([name]) => name === 'ReleasesOverdue').map(([, line]) => line);
    await stage.pass(3 * 3600);
    expect(overdue()).toEqual([]);
    await stage.pass(3 * 3600);
    expect(overdue()[0]).toMatchObject({ ReleasesOverdue: 1, source: 'AWAIT_BUILDS', releaseId: id });
  });
});

describe('a build that takes longer than its pipeline allows', () => {
  it.each([
    ['that the service shows as running', () => ({ status: 'RUNNING' as const })],
    ['that the service does not know', undefined],
  ])('%s counts as failed at the next look (W12)', async (_, shows) => {
    const { id, integration, seen, path } = await building();
    if (shows) stage.services.shows.set(integration, shows);
    const { outside } = stage.services;
    const { pipeline } = outside;
    outside.pipeline = async (...of) => ({ ...(await pipeline(...of)), buildTimeoutMinutes: 15 });
    await stage.pass(600);
    expect((await seen())?.buildStatus).toBe('RUNNING');
    await stage.pass(600);
    outside.pipeline = pipeline;
    expect((await seen())?.buildStatus).toBe('FAILED');
    const reason = 'It has not ended within 15 minutes, the buildTimeoutMinutes of its pipeline.';
    expect((await stage.world.auditOf(id)).at(-1)).toMatchObject({ action: 'build.refreshed', details: { reason } });
    expect((await stage.act(id, `${path}/trigger`)).status).toBe(202);
  });
});

describe('a build that succeeded without a word', () => {
  it('is found by the workflow, which goes on (W6)', async () => {
    const { id } = await building();
    const { pipelines } = await stage.stored(id);
    for (const [index, { pipelineIntegrationId }] of pipelines.entries()) {
      stage.services.shows.set(pipelineIntegrationId, () => ({ status: 'SUCCESS', buildNumber: String(51 + index) }));
    }
    await stage.pass(600);
    const whole = await stage.stored(id);
    expect(whole.release.status).toBe('REGRESSION_IN_PROGRESS');
    expect(whole.pipelines.map(({ buildNumber }) => buildNumber)).toEqual(['51', '52']);
  });

  it('is what people say, also of one that Windlass could not start (K13)', async () => {
    stage.fail('triggerBuild', 'integration.refused');
    const { id, seen, path } = await building();
    expect((await stage.stored(id)).release.isPaused).toBe(true);
    const pending = (await stage.stored(id)).pipelines.filter(({ buildStatus }) => buildStatus === 'PENDING');
    for (const { pipelineIntegrationId } of pending) {
      const said = { status: 'SUCCESS', buildNumber: '60', storeBuildNumber: '1060' };
      expect((await stage.act(id, `pipelines/${pipelineIntegrationId}/status`, said)).status).toBe(200);
    }
    await stage.act(id, 'retry');
    await actors.reportBuilds(id, 'SUCCESS');
    expect(path).toContain('pipelines/');
    expect((await stage.stored(id)).release.status).toBe('REGRESSION_IN_PROGRESS');
    expect((await seen())?.buildStatus).toBe('SUCCESS');
  });

  it('after people had said that it failed, counts all the same', async () => {
    const { id, seen, path } = await building();
    await stage.act(id, `${path}/status`, { status: 'FAILED' });
    const pipeline = await seen();
    const parameters = { WINDLASS_TRIGGER_ID: pipeline?.triggerId, BRANCH: 'x' };
    const build = { number: 7, phase: 'COMPLETED', status: 'SUCCESS', parameters };
    const { release } = await stage.stored(id);
    parameters.BRANCH = release.branchRelease;
    const detail = { tenantId: release.tenantId, payload: { name: 'ios', url: 'job/ios/', build } };
    await stage.ci({ source: 'ci.jenkins', 'detail-type': 'build', detail });
    expect((await seen())?.buildStatus).toBe('SUCCESS');
  });
});

describe('the workflow that waits for builds', () => {
  it('asks at growing distances, keeps waiting, and pauses after 30 days (K13)', async () => {
    const { appStore, iosPipeline } = stage.kit;
    const { id } = await building({ targets: [appStore], pipelines: [iosPipeline], platforms: ['IOS'] });
    stage.services.shows.set(iosPipeline, () => ({ status: 'RUNNING' }));
    const began = stage.world.clock.at;
    const lookedAt = [began];
    while (!(await stage.stored(id)).release.isPaused) {
      const before = looks();
      await stage.passToNext();
      if (looks() > before) lookedAt.push(stage.world.clock.at);
    }
    const minutes = lookedAt.slice(1).map((at, index) => Math.round((at - (lookedAt[index] ?? at)) / 60_000));
    expect(minutes.slice(0, 6)).toEqual([10, 10, 10, 15, 23, 34]);
    // The last one is what is left of the 30 days.
    expect(minutes.slice(0, -1)).toEqual(minutes.slice(0, -1).toSorted((one, other) => one - other));
    expect(Math.max(...minutes)).toBe(DAY);
    expect(minutes.length).toBeLessThan(50);
    expect(stage.world.clock.at - began).toBe(30 * DAY * 60_000);
    expect((await stage.stored(id)).release.pauseError).toContain('release.waited_too_long');
    expect((await stage.history(stage.executions.at(-1) ?? '')).length).toBeLessThan(1000);
  });

  it.each([
    ['is away', () => integrationErrors.unavailable({ detail: 'Jenkins answered 503' }), 'Jenkins answered 503'],
    ['refuses the token', () => integrationErrors.unauthorized({ detail: 'Jenkins says no' }), 'Jenkins says no'],
  ])('goes on waiting while CI %s, and says so (K13)', async (_, error, words) => {
    const { id, integration, seen } = await building();
    stage.services.shows.set(integration, () => {
      throw error();
    });
    await stage.pass(600);
    expect((await stage.stored(id)).release.isPaused).toBe(false);
    expect(await seen()).toMatchObject({ buildStatus: 'RUNNING', refreshError: words });
    stage.services.shows.set(integration, () => ({ status: 'RUNNING' }));
    await stage.pass(600);
    expect((await seen())?.refreshError).toBeUndefined();
  });

  it('says of a build that the service does not know what can be done (K13)', async () => {
    const { seen } = await building();
    await stage.pass(600);
    expect(await seen()).toMatchObject({
      buildStatus: 'RUNNING',
      refreshError: expect.stringContaining('no such build'),
    });
  });
});
