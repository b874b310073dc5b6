// Reports about builds that come twice, late and out of order, about builds before and after the one that counts, and about
// releases that have ended.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildStatus } from '../../../entities/releases/lifecycle/status.model.ts';
import { type CiWorld, ended, notification, run, startCiWorld } from './ci-fixture.ts';

let ci: CiWorld;
beforeAll(async () => {
  ci = await startCiWorld();
});
afterAll(() => ci.flow.stop());

describe('a build that is run again where it is built', () => {
  it('goes on after it failed, and what is told late of its first run changes nothing', async () => {
    const release = await ci.started();
    const failed = run(release, { ...ended('failure'), run_attempt: 1 });
    await ci.github(failed);
    await ci.github(run(release, { run_attempt: 2 }));
    await ci.github(failed);
    expect((await ci.buildsOf(release.id)).android?.buildStatus).toBe('RUNNING');
    await ci.github(run(release, { ...ended('success'), run_attempt: 2 }));
    await ci.github(failed);
    expect((await ci.buildsOf(release.id)).android?.buildStatus).toBe('SUCCESS');
    expect(await ci.told(release.id)).toEqual(['BuildFailed', 'BuildProgressed', 'BuildSucceeded']);
  });

  it('as Jenkins rebuilds, with our parameters under the next number, is the one that counts', async () => {
    const release = await ci.started();
    const artifacts = { 'app.ipa': { archive: 'https://ci.test/18.ipa' } };
    await ci.jenkins(notification(release, 'FINALIZED', 'FAILURE'));
    await ci.jenkins(notification(release, 'FINALIZED', 'SUCCESS', { number: 18, artifacts }));
    await ci.jenkins(notification(release, 'COMPLETED', 'FAILURE'));
    expect((await ci.buildsOf(release.id)).ios).toMatchObject({
      ...{ buildStatus: 'SUCCESS', buildNumber: '18', artifactUrl: 'https://ci.test/18.ipa' },
    });
    expect(await ci.told(release.id)).toEqual(['BuildFailed', 'BuildSucceeded']);
  });

  it('after it succeeded stays as it was', async () => {
    const release = await ci.started();
    await ci.github(run(release, { ...ended('success'), run_attempt: 1 }));
    const before = await ci.flow.world.traceOf(release.id);
    await ci.github(run(release, { ...ended('failure'), run_attempt: 2 }));
    expect(await ci.flow.world.traceOf(release.id)).toEqual(before);
  });
});

describe('reports in any order', () => {
  const rank: Record<BuildStatus, number> = { PENDING: 0, RUNNING: 1, CANCELLED: 2, FAILED: 3, SUCCESS: 4 };

  it('never move a build backwards, and tell each of its ends once', async () => {
    const phases = fc.constantFrom(
      ['STARTED'],
      ['QUEUED'],
      ['COMPLETED', 'SUCCESS'],
      ['FINALIZED', 'SUCCESS'],
      ['COMPLETED', 'FAILURE'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(phases, { minLength: 1, maxLength: 8 }), async (reports) => {
        const release = await ci.started();
        let reached: BuildStatus = 'RUNNING';
        let ends = 0;
        for (const [phase, status] of reports) {
          await ci.jenkins(notification(release, phase ?? '', status));
          const { buildStatus } = (await ci.buildsOf(release.id)).ios ?? {};
          const now = buildStatus ?? 'PENDING';
          expect(rank[now]).toBeGreaterThanOrEqual(rank[reached]);
          if (rank[now] > rank.RUNNING && now !== reached) ends += 1;
          reached = now;
        }
        const said = reports.flatMap(([, status]) => status ?? []);
        if (said.includes('SUCCESS')) expect(reached).toBe('SUCCESS');
        const told = (await ci.told(release.id)).filter((type) => type === 'BuildSucceeded' || type === 'BuildFailed');
        expect(told).toHaveLength(ends);
      }),
      { numRuns: 15 },
    );
  });

  it('end a build once when ten of the same come at once', async () => {
    const release = await ci.started();
    await Promise.all(Array.from({ length: 10 }, () => ci.github(run(release, ended('success')))));
    expect(await ci.told(release.id)).toEqual(['BuildSucceeded']);
  });

  it('about the build before do not touch the one that was wished for after it', async () => {
    const release = await ci.started();
    const failed = run(release, ended('failure'));
    await ci.github(failed);
    await ci.flow.world.asLead('POST', `/releases/${release.id}/pipelines/${ci.kit.androidPipeline}/trigger`);
    await ci.github(failed);
    expect((await ci.buildsOf(release.id)).android?.buildStatus).toBe('PENDING');
    ci.flow.services.state.after = () => ci.github(failed);
    await ci.flow.run('triggerBuild', release.id, { pipelineIntegrationId: ci.kit.androidPipeline });
    ci.flow.services.state.after = () => {};
    expect((await ci.buildsOf(release.id)).android).toMatchObject({ buildStatus: 'RUNNING', lastBuildNumber: '36' });
  });

  it('about a run that was given up while its number was unknown do not touch the next one', async () => {
    const release = await ci.started();
    await ci.flow.put(release.id, {
      release: { status: 'REGRESSION_IN_PROGRESS', regressionCycle: 1, listedCycle: 1 },
    });
    await ci.flow.world.asLead('POST', `/releases/${release.id}/regression-cycles`, { force: true });
    await ci.flow.put(release.id, { release: { listedCycle: 2 } });
    ci.flow.services.state.after = () => ci.github(run(release, ended('failure')));
    await ci.flow.run('triggerBuild', release.id, { pipelineIntegrationId: ci.kit.androidPipeline });
    ci.flow.services.state.after = () => {};
    expect((await ci.buildsOf(release.id)).android?.buildStatus).toBe('RUNNING');
  });

  it('about a build that ends before its start was written down are kept', async () => {
    const early = await ci.asked();
    const { id } = early;
    ci.flow.services.state.after = () => {
      const runId = Number(ci.flow.services.done.builds.at(-1)?.externalId);
      return ci.github(run({ ...early, runId }, ended('success')));
    };
    await ci.flow.run('triggerBuild', id, { pipelineIntegrationId: ci.kit.androidPipeline });
    ci.flow.services.state.after = () => {};
    expect((await ci.buildsOf(id)).android).toMatchObject({ buildStatus: 'SUCCESS', buildNumber: '36' });
    expect(await ci.flow.typesOf(id)).toEqual(['ReleaseCreated', 'BuildSucceeded', 'BuildTriggered']);
  });

  it('about a build of somebody else that ended before ours was known are given up (D3)', async () => {
    const early = await ci.asked();
    const foreign = notification(early, 'COMPLETED', 'SUCCESS', {
      number: 50,
      queue_id: 1007,
      parameters: undefined,
      scm: { branch: early.branch },
    });
    ci.flow.services.state.after = () => ci.jenkins(foreign);
    await ci.flow.run('triggerBuild', early.id, { pipelineIntegrationId: ci.kit.iosPipeline });
    ci.flow.services.state.after = () => {};
    const { ios } = await ci.buildsOf(early.id);
    expect([ios?.buildStatus, ios?.buildNumber]).toEqual(['RUNNING', undefined]);
    await ci.jenkins(
      notification(early, 'COMPLETED', 'FAILURE', {
        number: 51,
        queue_id: Number(ios?.externalId),
        parameters: { BRANCH: early.branch },
      }),
    );
    expect((await ci.buildsOf(early.id)).ios).toMatchObject({ buildStatus: 'FAILED', buildNumber: '51' });
  });

  it('do not let the answer to an old wish overwrite a new one', async () => {
    const early = { ...(await ci.asked()), runId: 778 };
    const { id } = early;
    ci.flow.services.state.after = async () => {
      ci.flow.services.state.after = () => {};
      await ci.github(run(early, ended('failure')));
      await ci.flow.world.asLead('POST', `/releases/${id}/pipelines/${ci.kit.androidPipeline}/trigger`);
    };
    await ci.flow.run('triggerBuild', id, { pipelineIntegrationId: ci.kit.androidPipeline });
    expect((await ci.buildsOf(id)).android).toMatchObject({ buildStatus: 'PENDING', triggered: false });
    expect(await ci.flow.stepOf(id)).toBe('TRIGGER_BUILDS');
  });
});

describe('a report about a release', () => {
  it.each(['CANCELLED', 'RELEASED', 'ARCHIVED'])('that is %s changes nothing', async (status) => {
    const release = await ci.started();
    await ci.flow.put(release.id, { release: { status } });
    await ci.github(run(release, ended('success')));
    expect((await ci.buildsOf(release.id)).android?.buildStatus).toBe('RUNNING');
  });

  it('that is RELEASED still completes what is known of its builds, and tells nobody', async () => {
    const release = await ci.started();
    await ci.jenkins(notification(release, 'COMPLETED', 'SUCCESS', { artifacts: {} }));
    await ci.flow.put(release.id, { release: { status: 'RELEASED' } });
    const before = await ci.told(release.id);
    await ci.jenkins(notification(release, 'FINALIZED', 'SUCCESS'));
    expect((await ci.buildsOf(release.id)).ios?.artifactUrl).toBe('https://ci.test/app.ipa');
    expect(await ci.told(release.id)).toEqual(before);
  });

  it('that is paused is heard: it is a fact', async () => {
    const release = await ci.started();
    await ci.flow.put(release.id, { release: { isPaused: true } });
    await ci.github(run(release, ended('success')));
    expect((await ci.buildsOf(release.id)).android?.buildStatus).toBe('SUCCESS');
  });

  it('that shares its branch with another finds its own', async () => {
    const shared = { branchRelease: 'release/shared' };
    const [one, other] = [await ci.started(shared), await ci.started(shared)];
    await ci.github(run(one, ended('success')));
    await ci.jenkins(notification(one, 'FINALIZED', 'SUCCESS'));
    const [first, second] = [await ci.buildsOf(one.id), await ci.buildsOf(other.id)];
    expect([first.android?.buildStatus, first.ios?.buildStatus]).toEqual(['SUCCESS', 'SUCCESS']);
    expect([second.android?.buildStatus, second.ios?.buildStatus]).toEqual(['RUNNING', 'RUNNING']);
  });
});
