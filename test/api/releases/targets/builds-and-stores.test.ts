// triggerPipeline and reportTarget: wishes for builds and answers of stores, each once, in the statuses that allow them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BUILD_STATUSES,
  type BuildStatus,
  RELEASE_STATUSES,
  type ReleaseStatus,
  TARGET_STATUSES,
  type TargetStatus,
} from '../../../../entities/releases/lifecycle/status.model.ts';
import { type Kit, NOW_ISO, startWorld, verdict, type World } from '../../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

/** A release in `status` whose builds and targets stand so. */
async function releaseIn(
  status: ReleaseStatus,
  over: { builds?: BuildStatus[]; targets?: TargetStatus; release?: object } = {},
): Promise<string> {
  const { id } = await world.release(kit);
  const { release, pipelines, targets } = await world.stored(id);
  const at = release.updatedAt;
  await world.seed([
    world.releases.update(release, at, { status, ...over.release }),
    ...pipelines.map((pipeline, index) =>
      world.releases.updatePipeline(pipeline, at, {
        buildStatus: over.builds?.[index] ?? 'PENDING',
        ...(over.builds
          ? { triggered: true, triggerId: 'first', buildNumber: '7', externalId: 'x', buildUrl: 'u' }
          : {}),
      }),
    ),
    ...targets.map((target) => world.releases.updateTarget(target, at, { targetStatus: over.targets ?? 'PENDING' })),
  ]);
  return id;
}
const firstPipeline = async (id: string) => (await world.stored(id)).pipelines[0];
const trigger = async (id: string, headers: Record<string, string> = {}) => {
  const pipeline = await firstPipeline(id);
  return world.asRole('CI')(
    'POST',
    `/releases/${id}/pipelines/${pipeline?.pipelineIntegrationId}/trigger`,
    undefined,
    headers,
  );
};
const report = (id: string, status: string, reason?: string, headers: Record<string, string> = {}) =>
  world.asRole('CI')(
    'POST',
    `/releases/${id}/targets/${kit.appStore}/status`,
    { status, ...(reason === undefined ? {} : { reason }) },
    headers,
  );
const typesOf = async (id: string) => (await world.eventsOf(id)).map(({ type }) => type);

describe('triggerPipeline', () => {
  const cases = RELEASE_STATUSES.flatMap((status) => BUILD_STATUSES.map((build) => [status, build] as const));
  it.each(cases)('in %s, with a build that is %s, asks for another or says why not (K31)', async (status, build) => {
    const id = await releaseIn(status, { builds: [build, 'SUCCESS'], release: { regressionCycle: 1 } });
    const before = await firstPipeline(id);
    const reply = await trigger(id);
    const after = await firstPipeline(id);
    if (!['STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'].includes(status)) {
      expect(verdict(reply)).toEqual([409, 'release.illegal_transition']);
      expect(after).toEqual(before);
      return;
    }
    const isEnded = build === 'FAILED' || build === 'CANCELLED' || (build === 'SUCCESS' && status !== 'STARTED');
    expect((await typesOf(id)).includes('BuildRequested')).toBe(isEnded);
    if (!isEnded) {
      expect(after).toEqual(before);
      expect(verdict(reply)).toEqual([409, `release.build_${build === 'SUCCESS' ? 'done' : 'under_way'}`]);
      const path = `POST /releases/${encodeURIComponent((await world.stored(id)).release.releaseKey)}/pipelines/${before?.pipelineIntegrationId}`;
      expect(reply.body.legal).toEqual(
        build === 'SUCCESS' ? [] : [`${path}/refresh`, `${path}/status {"status":"CANCELLED"}`],
      );
    } else {
      expect(reply.status).toBe(202);
      expect(after).toMatchObject({ buildStatus: 'PENDING', triggered: false, lastBuildNumber: '7' });
      expect([after?.externalId, after?.buildUrl, after?.buildNumber]).toEqual([undefined, undefined, undefined]);
      expect(after?.triggerId).not.toBe('first');
      expect(reply.body.buildStatus).toBe('PENDING');
    }
  });

  it('wishes for one build when it is asked ten times at once', async () => {
    const id = await releaseIn('STARTED', { builds: ['FAILED', 'SUCCESS'] });
    const replies = await Promise.all(Array.from({ length: 10 }, () => trigger(id)));
    for (const { status, body } of replies) expect([202, 409]).toContain(body.code === undefined ? status : 409);
    expect((await typesOf(id)).filter((type) => type === 'BuildRequested')).toHaveLength(1);
  });

  it.each([
    [['SUCCESS', 'SUCCESS'], 2],
    [['SUCCESS', 'RUNNING'], 1],
    [['SUCCESS', 'FAILED'], 1],
    [['FAILED', 'SUCCESS'], 1],
  ] as [BuildStatus[], number][])('in regression, of builds %j, leaves the cycle at %i', async (builds, cycle) => {
    const id = await releaseIn('REGRESSION_IN_PROGRESS', {
      builds,
      release: { regressionCycle: 1, signedOffCycle: 1 },
    });
    await trigger(id);
    expect((await world.stored(id)).release.regressionCycle).toBe(cycle);
  });

  it.each(['PENDING', 'BUILDING', 'SUBMITTED', 'APPROVED', 'REJECTED'] as const)(
    'brings a release whose store has it %s back to regression: a new build is needed',
    async (targets) => {
      const id = await releaseIn('BUILD_SUBMITTED', {
        builds: ['SUCCESS', 'SUCCESS'],
        targets,
        release: { regressionCycle: 1, signedOffCycle: 1 },
      });
      expect((await trigger(id)).status).toBe(202);
      const { release, pipelines, ...parts } = await world.stored(id);
      expect(release).toMatchObject({ status: 'REGRESSION_IN_PROGRESS', regressionCycle: 2 });
      expect(pipelines.map(({ buildStatus }) => buildStatus)).toEqual(['PENDING', 'SUCCESS']);
      const asked = pipelines[0]?.targetIntegrationId;
      const rebuilt = parts.targets.find(({ targetIntegrationId }) => targetIntegrationId === asked);
      // Also where it was so: a submission that is just being made must not be taken for one of the new build.
      expect(rebuilt).toMatchObject({ targetStatus: 'BUILDING', revision: 3 });
      const other = parts.targets.find(({ targetIntegrationId }) => targetIntegrationId !== asked);
      expect(other).toMatchObject({ targetStatus: targets, revision: 2 });
      expect((await typesOf(id)).slice(-2).toSorted()).toEqual(['BuildRequested', 'RegressionStarted']);
    },
  );

  it.each(['REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'] as const)(
    'in %s builds nothing for a target that is out',
    async (status) => {
      const id = await releaseIn(status, { builds: ['SUCCESS', 'SUCCESS'], targets: 'RELEASED' });
      const before = await world.traceOf(id);
      expect(verdict(await trigger(id))).toEqual([409, 'release.target_illegal_transition']);
      expect(await world.traceOf(id)).toEqual(before);
    },
  );

  it('is refused while the release is paused', async () => {
    const id = await releaseIn('STARTED', { builds: ['FAILED', 'FAILED'], release: { isPaused: true } });
    expect(verdict(await trigger(id))).toEqual([409, 'release.paused']);
  });

  it('keeps to If-Match', async () => {
    const id = await releaseIn('STARTED', { builds: ['FAILED', 'FAILED'] });
    expect(verdict(await trigger(id, { 'if-match': '"1"' }))).toEqual([412, 'request.precondition_failed']);
    expect((await trigger(id, { 'if-match': '"2"' })).status).toBe(202);
  });
});

describe('reportTarget', () => {
  /** From which statuses a report is heard; one that says what is known changes nothing. */
  const legal: Record<string, readonly TargetStatus[]> = {
    SUBMITTED: ['PENDING', 'BUILDING', 'REJECTED', 'WITHDRAWN', 'FAILED'],
    APPROVED: ['PENDING', 'BUILDING', 'SUBMITTED', 'REJECTED', 'WITHDRAWN', 'FAILED'],
    REJECTED: ['PENDING', 'BUILDING', 'SUBMITTED', 'APPROVED', 'WITHDRAWN'],
    RELEASED: ['PENDING', 'BUILDING', 'SUBMITTED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'FAILED'],
    WITHDRAWN: ['SUBMITTED', 'APPROVED', 'REJECTED'],
    REPLACED: ['SUBMITTED', 'APPROVED'],
    FAILED: ['PENDING', 'BUILDING', 'SUBMITTED', 'APPROVED'],
  };
  const told: Record<string, string> = {
    SUBMITTED: 'TargetSubmitted',
    APPROVED: 'TargetApproved',
    REJECTED: 'TargetRejected',
    RELEASED: 'TargetReleased',
    WITHDRAWN: 'TargetWithdrawn',
    REPLACED: 'TargetReplaced',
    FAILED: 'TargetFailed',
  };
  const cases = TARGET_STATUSES.flatMap((from) => Object.keys(legal).map((to) => [from, to] as const));

  it.each(cases)('a target that is %s reported %s (K22)', async (from, to) => {
    const id = await releaseIn('BUILD_SUBMITTED', { targets: from });
    const reply = await report(id, to);
    const isLegal = legal[to]?.includes(from) === true;
    expect(reply.status).toBe(isLegal || from === to ? 200 : 409);
    if (reply.status === 409)
      expect([reply.body.code, Array.isArray(reply.body.legal)]).toEqual(['release.target_illegal_transition', true]);
    else expect(reply.body.targetStatus).toBe(to);
    expect((await typesOf(id)).includes(told[to] ?? '')).toBe(isLegal);
  });

  it('is heard of a target that could not be submitted, while that has paused the release (K22)', async () => {
    const pause = {
      isPaused: true,
      pauseReason: 'TASK_FAILURE',
      pauseError: 'integration.refused: drafts only',
    } as const;
    const id = await releaseIn('BUILD_SUBMITTED', {
      builds: ['SUCCESS', 'SUCCESS'],
      targets: 'BUILDING',
      release: pause,
    });
    const reply = await report(id, 'RELEASED');
    expect(reply.body).toMatchObject({ targetStatus: 'RELEASED', releasedAt: NOW_ISO, submittedAt: NOW_ISO });
    expect((await world.auditOf(id)).at(-1)).toMatchObject({ action: 'target.released', actor: { type: 'TOKEN' } });
  });

  it.each(['PENDING', 'BUILDING'] as const)(
    'is no way past the sign-off for a target that is %s (K22)',
    async (targets) => {
      const id = await releaseIn('REGRESSION_IN_PROGRESS', { targets });
      expect(verdict(await report(id, 'RELEASED'))).toEqual([409, 'release.target_illegal_transition']);
    },
  );

  it('remembers when it was approved and released, and why it was rejected', async () => {
    const id = await releaseIn('BUILD_SUBMITTED', { targets: 'SUBMITTED' });
    expect((await report(id, 'APPROVED')).body.approvedAt).toBe(NOW_ISO);
    expect((await report(id, 'RELEASED')).body).toMatchObject({ approvedAt: NOW_ISO, releasedAt: NOW_ISO });
    const other = await releaseIn('BUILD_SUBMITTED', { targets: 'SUBMITTED' });
    expect((await report(other, 'REJECTED', 'crashes')).body.rejectionReason).toBe('crashes');
    expect((await world.eventsOf(other)).at(-1)).toMatchObject({ type: 'TargetRejected', data: { reason: 'crashes' } });
  });

  it('is heard in regression, where the rejection of another target has sent the release', async () => {
    const id = await releaseIn('REGRESSION_IN_PROGRESS', { targets: 'SUBMITTED' });
    expect((await report(id, 'APPROVED')).body.targetStatus).toBe('APPROVED');
  });

  const heardIn = ['BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS', 'CANCELLED'];
  it.each(RELEASE_STATUSES.filter((status) => !heardIn.includes(status)))(
    'is refused in %s, and changes nothing',
    async (status) => {
      const id = await releaseIn(status, { targets: 'SUBMITTED' });
      const before = await world.traceOf(id);
      const reply = await report(id, 'APPROVED');
      expect([...verdict(reply), Array.isArray(reply.body.legal)]).toEqual([409, 'release.illegal_transition', true]);
      expect(await world.traceOf(id)).toEqual(before);
    },
  );

  it('is heard of a release that was cancelled meanwhile, which says how far it came (W3)', async () => {
    const id = await releaseIn('CANCELLED', { targets: 'APPROVED' });
    expect((await report(id, 'RELEASED')).body.targetStatus).toBe('RELEASED');
    expect((await world.stored(id)).release.outcome).toBe('RELEASED_IN_PART');
  });

  it('is heard while the release is paused: it is a fact', async () => {
    const id = await releaseIn('BUILD_SUBMITTED', { targets: 'SUBMITTED', release: { isPaused: true } });
    expect((await report(id, 'RELEASED')).body.targetStatus).toBe('RELEASED');
  });

  it('tells it once when the store says it ten times at once', async () => {
    const id = await releaseIn('BUILD_SUBMITTED', { targets: 'SUBMITTED' });
    const replies = await Promise.all(Array.from({ length: 10 }, () => report(id, 'APPROVED')));
    for (const { status } of replies) expect([200, 409]).toContain(status);
    expect((await typesOf(id)).filter((type) => type === 'TargetApproved')).toHaveLength(1);
  });

  it('keeps to If-Match', async () => {
    const id = await releaseIn('BUILD_SUBMITTED', { targets: 'SUBMITTED' });
    expect(verdict(await report(id, 'APPROVED', undefined, { 'if-match': '"1"' }))).toEqual([
      412,
      'request.precondition_failed',
    ]);
    expect((await report(id, 'APPROVED', undefined, { 'if-match': '"2"' })).status).toBe(200);
  });
});
