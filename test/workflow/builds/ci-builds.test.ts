// Reports of CI systems about builds: GitHub's own payloads, notifications in the form of Jenkins' plugin, and
// CDEvents, also from strangers and from other tenants.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../functions/_kit/logger.ts';
import { OTHER_TENANT_ID } from '../../support/http.ts';
import { buildUrlOf, type CiWorld, ended, notification, run, type Started, startCiWorld } from './ci-fixture.ts';

let ci: CiWorld;
beforeAll(async () => {
  ci = await startCiWorld();
});
afterAll(() => ci.flow.stop());

describe('a report of GitHub', () => {
  it.each([
    ['success', 'SUCCESS', 'BuildSucceeded'],
    ['failure', 'FAILED', 'BuildFailed'],
    ['timed_out', 'FAILED', 'BuildFailed'],
    ['cancelled', 'CANCELLED', 'BuildFailed'],
  ])('that the run ended with %s makes the build %s and tells it', async (conclusion, status, type) => {
    const release = await ci.started();
    await ci.github(run(release, ended(conclusion)));
    expect((await ci.buildsOf(release.id)).android).toMatchObject({
      buildStatus: status,
      buildNumber: '36',
      buildUrl: 'https://github.com/octo-org/octo-repo/actions/runs/1589141559',
    });
    expect(await ci.told(release.id)).toEqual([type]);
    expect((await ci.flow.world.auditOf(release.id)).at(-1)).toMatchObject({
      action: 'build.reported',
      actor: { type: 'EXTERNAL', id: 'ci.github' },
    });
  });

  const strangers: [string, (release: Started) => Promise<void>][] = [
    ['of another run', (release) => ci.github(run(release, { id: 4711, ...ended('failure') }))],
    ['of another branch', (release) => ci.github(run(release, { head_branch: 'main', ...ended('failure') }))],
    ['of no branch', (release) => ci.github(run(release, { head_branch: null, ...ended('failure') }))],
    ['to another tenant', (release) => ci.github(run(release, ended('failure')), { tenantId: OTHER_TENANT_ID })],
    ['of another kind', (release) => ci.flow.ci('github', 'check_run', run(release, ended('failure')))],
    [
      'told by an integration that has nothing to do with the release (S6)',
      (release) => ci.github(run(release, ended('failure')), { integrationId: ci.kit.iosPipeline }),
    ],
    ['of another CI system', (release) => ci.flow.ci('hudson', 'workflow_run', run(release, ended('failure')))],
  ];
  it.each(strangers)('%s changes nothing', async (_, tell) => {
    const release = await ci.started();
    const before = await ci.flow.world.traceOf(release.id);
    await tell(release);
    expect(await ci.flow.world.traceOf(release.id)).toEqual(before);
  });

  it.each([
    ['of another repository (D6)', { repository: { full_name: 'fork/app' } }, 'RUNNING'],
    ['of ours', {}, 'SUCCESS'],
  ])('%s, before the run is known, makes the build as it is', async (_, over, status) => {
    const release = await ci.asked();
    ci.flow.services.state.after = () => {
      const runId = Number(ci.flow.services.done.builds.at(-1)?.externalId);
      return ci.github({ ...run({ ...release, runId }, ended('success')), ...over });
    };
    await ci.flow.run('triggerBuild', release.id, { pipelineIntegrationId: ci.kit.androidPipeline });
    ci.flow.services.state.after = () => {};
    expect((await ci.buildsOf(release.id)).android?.buildStatus).toBe(status);
  });

  it('put on the bus by GitHub itself, without our webhook, is heard', async () => {
    const release = await ci.started();
    await ci.github(run(release, ended('success')), { integrationId: undefined });
    expect((await ci.buildsOf(release.id)).android?.buildStatus).toBe('SUCCESS');
  });

  it('without a tenant is refused, so that it ends where somebody looks', async () => {
    await expect(ci.github(run(await ci.started()), { tenantId: undefined })).rejects.toThrow();
  });
});

describe('a notification of Jenkins', () => {
  it('moves the build that its trigger id names', async () => {
    const release = await ci.started();
    await ci.jenkins(notification(release, 'STARTED'));
    await ci.jenkins(notification(release, 'FINALIZED', 'SUCCESS'));
    expect((await ci.buildsOf(release.id)).ios).toMatchObject({
      buildStatus: 'SUCCESS',
      buildNumber: '17',
      artifactUrl: 'https://ci.test/app.ipa',
      buildLogUrl: `${buildUrlOf(release)}console`,
    });
    expect(await ci.told(release.id)).toEqual(['BuildProgressed', 'BuildSucceeded']);
  });

  it('of a job that declares no trigger id is told by job, branch and number', async () => {
    const release = await ci.started();
    const parameters = { BRANCH: release.branch };
    await ci.jenkins(notification(release, 'STARTED', undefined, { parameters }));
    await ci.jenkins(notification(release, 'FINALIZED', 'FAILURE', { parameters, number: 18 }));
    expect((await ci.buildsOf(release.id)).ios).toMatchObject({ buildStatus: 'RUNNING', buildNumber: '17' });
    await ci.jenkins(notification(release, 'FINALIZED', 'SUCCESS', { parameters }));
    expect((await ci.buildsOf(release.id)).ios?.buildStatus).toBe('SUCCESS');
  });

  it('tells commit and number of the store, and people see them', async () => {
    const release = await ci.started();
    const parameters = { BRANCH: release.branch, WINDLASS_TRIGGER_ID: release.triggerId, STORE_BUILD_NUMBER: '4711' };
    await ci.jenkins(notification(release, 'COMPLETED', 'SUCCESS', { parameters, scm: { commit: 'decade1' } }));
    const { body } = await ci.flow.world.asLead('GET', `/releases/${release.id}`);
    const shown = body.pipelines.find((item: { buildNumber?: string }) => item.buildNumber === '17');
    expect(shown).toMatchObject({ storeBuildNumber: '4711', commitSha: 'decade1' });
    expect(shown).not.toHaveProperty('told');
  });

  it('that moves nothing is counted, with what it says that it is about (D3)', async () => {
    const release = await ci.started();
    const info = vi.spyOn(logger, 'info').mockReturnValue();
    await ci.jenkins(
      notification(release, 'COMPLETED', 'SUCCESS', { parameters: { BRANCH: release.branch }, queue_id: 1007 }),
    );
    const counted = {
      OutsideEventsUnmatched: 1,
      source: 'ci.jenkins',
      detailType: 'build',
      named: 'mobile/ios release',
    };
    expect(info.mock.calls).toEqual([['OutsideEventsUnmatched', expect.objectContaining(counted)]]);
    info.mockRestore();
  });

  it.each([
    ['of another trigger', { parameters: { BRANCH: 'x', WINDLASS_TRIGGER_ID: 'x' } }],
    ['of no branch', { parameters: undefined }],
  ])('%s changes nothing', async (_, over) => {
    const release = await ci.started();
    const before = await ci.flow.world.traceOf(release.id);
    await ci.jenkins(notification(release, 'FINALIZED', 'FAILURE', over));
    expect(await ci.flow.world.traceOf(release.id)).toEqual(before);
  });
});

describe('a CDEvent', () => {
  const cdevent = (predicate: string, content: object, over: object = {}) => ({
    ...{ specversion: '1.0', id: 'event-1', source: '/ci', type: `dev.cdevents.pipelinerun.${predicate}.0.2.0` },
    data: {
      context: { type: `dev.cdevents.pipelinerun.${predicate}.0.2.0`, id: 'event-1', source: '/ci', version: '0.4.1' },
      subject: { id: 'run-1', type: 'pipelineRun', content },
      ...over,
    },
  });
  const tell = (payload: ReturnType<typeof cdevent>) => ci.flow.ci('tekton', payload.type, payload);

  it('is heard by the address of the build, although it names no branch', async () => {
    const release = await ci.started();
    const { android } = await ci.buildsOf(release.id);
    await tell(cdevent('finished', { uri: android?.buildUrl, outcome: 'success' }));
    await tell(cdevent('finished', { uri: 'https://ci.test/of-another', outcome: 'failure' }));
    const { android: ended, ios } = await ci.buildsOf(release.id);
    expect([ended?.buildStatus, ios?.buildStatus]).toEqual(['SUCCESS', 'RUNNING']);
    expect(await ci.told(release.id)).toEqual(['BuildSucceeded']);
  });

  it('is heard by the address of the build, although it names another branch (D16)', async () => {
    const release = await ci.started();
    const { android } = await ci.buildsOf(release.id);
    const customData = { branch: 'main' };
    await tell(cdevent('finished', { uri: android?.buildUrl, outcome: 'success' }, { customData }));
    expect((await ci.buildsOf(release.id)).android?.buildStatus).toBe('SUCCESS');
  });

  it.each([
    ['with a slash at its end', (address: string) => `${address}/`],
    ['with its host in capitals', (address: string) => address.replace(/\/\/[^/]+/, (host) => host.toUpperCase())],
  ])('is heard by the address of the build %s (D16)', async (_, spell) => {
    const release = await ci.started();
    const { android } = await ci.buildsOf(release.id);
    await tell(cdevent('finished', { uri: spell(android?.buildUrl ?? ''), outcome: 'success' }));
    expect((await ci.buildsOf(release.id)).android?.buildStatus).toBe('SUCCESS');
  });

  it('is heard by the address that Jenkins told of the build since', async () => {
    const release = await ci.started();
    await ci.jenkins(notification(release, 'STARTED'));
    await tell(cdevent('finished', { uri: buildUrlOf(release), outcome: 'success' }));
    expect((await ci.buildsOf(release.id)).ios?.buildStatus).toBe('SUCCESS');
  });

  it('is heard by branch and trigger', async () => {
    const release = await ci.started();
    const customData = { branch: release.branch, triggerId: release.triggerId };
    await tell(cdevent('started', { pipelineName: 'ios' }, { customData }));
    await tell(cdevent('finished', { pipelineName: 'ios', outcome: 'failure' }, { customData }));
    expect((await ci.buildsOf(release.id)).ios).toMatchObject({ buildStatus: 'FAILED', buildNumber: 'run-1' });
    expect(await ci.told(release.id)).toEqual(['BuildProgressed', 'BuildFailed']);
  });
});
