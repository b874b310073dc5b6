// What CI systems report about builds: GitHub's own payloads and notifications in the form of Jenkins' plugin, twice, late,
// out of order, from strangers and from other tenants.
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildStatus } from '../../entities/releases/status.model.ts';
import { OTHER_TENANT_ID } from '../support/http.ts';
import { type Kit, startWorkflow, type Workflow } from './fixture.ts';

interface Example {
  readonly name: string;
  readonly examples: readonly { readonly workflow_run: object }[];
}
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];
const [example] = examples.find(({ name }) => name === 'workflow_run')?.examples ?? [];

let flow: Workflow;
let kit: Kit;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
});
afterAll(() => flow.stop());

interface Started {
  readonly id: string;
  readonly branch: string;
  /** Of the Android build, at GitHub. */
  readonly runId: number;
  /** Of the iOS build, at Jenkins. */
  readonly triggerId: string;
}

/** A release whose two builds were started. */
async function started(over: object = {}): Promise<Started> {
  const id = await flow.at('TRIGGER_BUILDS', kit, { ...over });
  const { release } = await flow.world.stored(id);
  await flow.world.seed([flow.world.releases.claimBranch(release)]);
  for (const pipelineIntegrationId of [kit.iosPipeline, kit.androidPipeline])
    await flow.run('triggerBuild', id, { pipelineIntegrationId });
  const { ios, android } = await buildsOf(id);
  return { id, branch: release.branchRelease, runId: Number(android?.externalId), triggerId: ios?.triggerId ?? '' };
}
async function buildsOf(id: string) {
  const { pipelines } = await flow.world.stored(id);
  const of = (integrationId: string) => pipelines.find((item) => item.pipelineIntegrationId === integrationId);
  return { ios: of(kit.iosPipeline), android: of(kit.androidPipeline) };
}

const run = (release: Started, over: object = {}) => ({
  ...example,
  workflow_run: {
    ...example?.workflow_run,
    ...{ id: release.runId, run_number: 36, head_branch: release.branch, event: 'workflow_dispatch' },
    ...{ path: '.github/workflows/release.yml', status: 'in_progress', conclusion: null },
    ...over,
  },
});
const ended = (conclusion: string) => ({ status: 'completed', conclusion });
const github = (payload: object, over: object = {}) =>
  flow.ci('github', 'workflow_run', payload, { integrationId: kit.scm, ...over });

const notification = (release: Started, phase: string, status?: string, over: object = {}) => ({
  ...{ name: 'ios release', url: 'job/mobile/job/ios%20release/' },
  build: {
    ...{ full_url: 'https://ci.test/job/mobile/job/ios%20release/17/', number: 17, phase },
    ...(status === undefined ? {} : { status }),
    parameters: { BRANCH: release.branch, RELEASE_VERSION: '1', WINDLASS_TRIGGER_ID: release.triggerId },
    artifacts: { 'app.ipa': { archive: 'https://ci.test/app.ipa' } },
    ...over,
  },
});
const jenkins = (payload: object, over: object = {}) =>
  flow.ci('jenkins', 'build', payload, { integrationId: kit.iosPipeline, ...over });
const told = async (id: string) => (await flow.typesOf(id)).slice(3);

describe('a report of GitHub', () => {
  it.each([
    ['success', 'SUCCESS', 'BuildSucceeded'],
    ['failure', 'FAILED', 'BuildFailed'],
    ['timed_out', 'FAILED', 'BuildFailed'],
    ['cancelled', 'CANCELLED', 'BuildFailed'],
  ])('that the run ended with %s makes the build %s and tells it', async (conclusion, status, type) => {
    const release = await started();
    await github(run(release, ended(conclusion)));
    expect((await buildsOf(release.id)).android).toMatchObject({
      buildStatus: status,
      buildNumber: '36',
      buildUrl: 'https://github.com/octo-org/octo-repo/actions/runs/1589141559',
    });
    expect(await told(release.id)).toEqual([type]);
    expect((await flow.world.auditOf(release.id)).at(-1)).toMatchObject({
      action: 'build.reported',
      actor: { type: 'EXTERNAL', id: 'ci.github' },
    });
  });

  const strangers: [string, (release: Started) => Promise<void>][] = [
    ['of another run', (release) => github(run(release, { id: 4711, ...ended('failure') }))],
    ['of another branch', (release) => github(run(release, { head_branch: 'main', ...ended('failure') }))],
    ['of no branch', (release) => github(run(release, { head_branch: null, ...ended('failure') }))],
    ['to another tenant', (release) => github(run(release, ended('failure')), { tenantId: OTHER_TENANT_ID })],
    ['of another kind', (release) => flow.ci('github', 'check_run', run(release, ended('failure')))],
    ['of another CI system', (release) => flow.ci('hudson', 'workflow_run', run(release, ended('failure')))],
  ];
  it.each(strangers)('%s changes nothing', async (_, tell) => {
    const release = await started();
    const before = await flow.world.traceOf(release.id);
    await tell(release);
    expect(await flow.world.traceOf(release.id)).toEqual(before);
  });

  it('put on the bus by GitHub itself, without our webhook, is heard', async () => {
    const release = await started();
    await github(run(release, ended('success')), { integrationId: undefined });
    expect((await buildsOf(release.id)).android?.buildStatus).toBe('SUCCESS');
  });

  it('without a tenant is refused, so that it ends where somebody looks', async () => {
    await expect(github(run(await started()), { tenantId: undefined })).rejects.toThrow();
  });
});

describe('a notification of Jenkins', () => {
  it('moves the build that its trigger id names', async () => {
    const release = await started();
    await jenkins(notification(release, 'STARTED'));
    await jenkins(notification(release, 'FINALIZED', 'SUCCESS'));
    expect((await buildsOf(release.id)).ios).toMatchObject({
      buildStatus: 'SUCCESS',
      buildNumber: '17',
      artifactUrl: 'https://ci.test/app.ipa',
      buildLogUrl: 'https://ci.test/job/mobile/job/ios%20release/17/console',
    });
    expect(await told(release.id)).toEqual(['BuildProgressed', 'BuildSucceeded']);
  });

  it('of a job that declares no trigger id is told by job, branch and number', async () => {
    const release = await started();
    const parameters = { BRANCH: release.branch };
    await jenkins(notification(release, 'STARTED', undefined, { parameters }));
    await jenkins(notification(release, 'FINALIZED', 'FAILURE', { parameters, number: 18 }));
    expect((await buildsOf(release.id)).ios).toMatchObject({ buildStatus: 'RUNNING', buildNumber: '17' });
    await jenkins(notification(release, 'FINALIZED', 'SUCCESS', { parameters }));
    expect((await buildsOf(release.id)).ios?.buildStatus).toBe('SUCCESS');
  });

  it.each([
    ['of another trigger', { parameters: { BRANCH: 'x', WINDLASS_TRIGGER_ID: 'x' } }],
    ['of no branch', { parameters: undefined }],
  ])('%s changes nothing', async (_, over) => {
    const release = await started();
    const before = await flow.world.traceOf(release.id);
    await jenkins(notification(release, 'FINALIZED', 'FAILURE', over));
    expect(await flow.world.traceOf(release.id)).toEqual(before);
  });
});

describe('reports in any order', () => {
  const rank: Record<BuildStatus, number> = { PENDING: 0, RUNNING: 1, SUCCESS: 2, FAILED: 2, CANCELLED: 2 };

  it('never move a build backwards, and end it once', async () => {
    const phases = fc.constantFrom(
      ['STARTED'],
      ['QUEUED'],
      ['COMPLETED', 'SUCCESS'],
      ['FINALIZED', 'SUCCESS'],
      ['COMPLETED', 'FAILURE'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(phases, { minLength: 1, maxLength: 8 }), async (reports) => {
        const release = await started();
        let reached: BuildStatus = 'RUNNING';
        for (const [phase, status] of reports) {
          await jenkins(notification(release, phase ?? '', status));
          const { buildStatus } = (await buildsOf(release.id)).ios ?? {};
          const now = buildStatus ?? 'PENDING';
          expect(rank[now]).toBeGreaterThanOrEqual(rank[reached]);
          if (rank[reached] === 2) expect(now).toBe(reached);
          reached = now;
        }
        const ends = (await told(release.id)).filter((type) => type === 'BuildSucceeded' || type === 'BuildFailed');
        expect(ends).toHaveLength(rank[reached] === 2 ? 1 : 0);
      }),
      { numRuns: 15 },
    );
  });

  it('end a build once when ten of the same come at once', async () => {
    const release = await started();
    await Promise.all(Array.from({ length: 10 }, () => github(run(release, ended('success')))));
    expect(await told(release.id)).toEqual(['BuildSucceeded']);
  });

  it('about the build before do not touch the one that was wished for after it', async () => {
    const release = await started();
    const failed = run(release, ended('failure'));
    await github(failed);
    await flow.world.asLead('POST', `/releases/${release.id}/pipelines/${kit.androidPipeline}/trigger`);
    await github(failed);
    expect((await buildsOf(release.id)).android?.buildStatus).toBe('PENDING');
    flow.services.state.after = () => github(failed);
    await flow.run('triggerBuild', release.id, { pipelineIntegrationId: kit.androidPipeline });
    flow.services.state.after = () => {};
    expect((await buildsOf(release.id)).android).toMatchObject({ buildStatus: 'RUNNING', lastBuildNumber: '36' });
  });

  it('about a build that ends before its start was written down are kept', async () => {
    const id = await flow.at('TRIGGER_BUILDS', kit);
    const { release } = await flow.world.stored(id);
    await flow.world.seed([flow.world.releases.claimBranch(release)]);
    const early = { id, branch: release.branchRelease, runId: 777, triggerId: '' };
    flow.services.state.after = () => github(run(early, ended('success')));
    await flow.run('triggerBuild', id, { pipelineIntegrationId: kit.androidPipeline });
    flow.services.state.after = () => {};
    expect((await buildsOf(id)).android).toMatchObject({ buildStatus: 'SUCCESS', buildNumber: '36' });
    expect(await flow.typesOf(id)).toEqual(['ReleaseCreated', 'BuildSucceeded', 'BuildTriggered']);
  });

  it('do not let the answer to an old wish overwrite a new one', async () => {
    const id = await flow.at('TRIGGER_BUILDS', kit);
    const { release } = await flow.world.stored(id);
    await flow.world.seed([flow.world.releases.claimBranch(release)]);
    const early = { id, branch: release.branchRelease, runId: 778, triggerId: '' };
    flow.services.state.after = async () => {
      flow.services.state.after = () => {};
      await github(run(early, ended('failure')));
      await flow.world.asLead('POST', `/releases/${id}/pipelines/${kit.androidPipeline}/trigger`);
    };
    await flow.run('triggerBuild', id, { pipelineIntegrationId: kit.androidPipeline });
    expect((await buildsOf(id)).android).toMatchObject({ buildStatus: 'PENDING', triggered: false });
    expect(await flow.stepOf(id)).toBe('TRIGGER_BUILDS');
  });
});

describe('a report about a release', () => {
  it.each(['CANCELLED', 'RELEASED', 'ARCHIVED'])('that is %s changes nothing', async (status) => {
    const release = await started();
    await flow.put(release.id, { release: { status } });
    await github(run(release, ended('success')));
    expect((await buildsOf(release.id)).android?.buildStatus).toBe('RUNNING');
  });

  it('that is paused is heard: it is a fact', async () => {
    const release = await started();
    await flow.put(release.id, { release: { isPaused: true } });
    await github(run(release, ended('success')));
    expect((await buildsOf(release.id)).android?.buildStatus).toBe('SUCCESS');
  });

  it('that shares its branch with another finds its own', async () => {
    const shared = { branchRelease: 'release/shared' };
    const [one, other] = [await started(shared), await started(shared)];
    await github(run(one, ended('success')));
    await jenkins(notification(one, 'FINALIZED', 'SUCCESS'));
    const [first, second] = [await buildsOf(one.id), await buildsOf(other.id)];
    expect([first.android?.buildStatus, first.ios?.buildStatus]).toEqual(['SUCCESS', 'SUCCESS']);
    expect([second.android?.buildStatus, second.ios?.buildStatus]).toEqual(['RUNNING', 'RUNNING']);
  });
});
