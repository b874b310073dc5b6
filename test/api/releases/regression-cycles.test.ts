// Regression cycles: opening them, pending commits of the release branch, and refused sign-offs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildStatus, ReleaseStatus } from '../../../entities/releases/lifecycle/status.model.ts';
import { RELEASE_STATUSES } from '../../../entities/releases/lifecycle/status.model.ts';
import { buildsOf } from '../../../entities/releases/regression/regression-cycle.model.ts';
import { createIntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import { consumers } from '../../../functions/releases/events.handler.ts';
import { type Kit, NOW_ISO, startWorld, TENANT_ID, USER_ID, verdict, type World } from '../../support/release-world.ts';
import { storeApproval } from '../approvals/fixture.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
  await world.member('LEAD', { userId: USER_ID });
});
afterAll(() => world.stop());

interface Situation {
  readonly status?: ReleaseStatus;
  readonly builds?: BuildStatus;
  readonly release?: Parameters<World['releases']['update']>[2];
}

/** A release in its first regression cycle, with its builds done, unless it is said otherwise. */
async function inRegression({ status = 'REGRESSION_IN_PROGRESS', builds = 'SUCCESS', release: more }: Situation = {}) {
  const { id } = await world.release(kit);
  const { release, pipelines } = await world.stored(id);
  const stamps = { createdAt: NOW_ISO, updatedAt: NOW_ISO, revision: 1, schemaVersion: 1 };
  const part = { tenantId: TENANT_ID, releaseId: id, ...stamps };
  await world.seed([
    world.releases.update(release, NOW_ISO, { status, regressionCycle: 1, listedCycle: 1, ...more }),
    world.releases.claimBranch(release),
    world.releases.cycles.create({ ...part, cycle: 1, status: 'OPEN', reason: 'FIRST', openedAt: NOW_ISO }),
    ...pipelines.map((item) =>
      world.releases.updatePipeline(item, NOW_ISO, { buildStatus: builds, triggered: true, buildNumber: '7' }),
    ),
  ]);
  return { id: String(id), branch: release.branchRelease };
}

/** A push, as intake puts it on the bus. */
async function heard(source: string, type: string, payload: Record<string, unknown>): Promise<void> {
  const detail = { tenantId: TENANT_ID, integrationId: kit.scm, payload };
  const event = { id: 'e', source, 'detail-type': type, time: NOW_ISO, detail };
  const { releases, integrations, save, now } = world;
  const deps = { releases, integrations, save, now, uses: createIntegrationUseRepo(world.table) };
  await consumers.ci?.(event, deps as never);
}

const push = (branch: string, shas: readonly string[], over: Record<string, unknown> = {}): Promise<void> =>
  heard('ci.github', 'push', { ref: `refs/heads/${branch}`, after: 'x', commits: shas.map((id) => ({ id })), ...over });
const open = (id: string, body?: unknown) => world.asLead('POST', `/releases/${id}/regression-cycles`, body);
const cyclesOf = async (id: string) => (await world.asLead('GET', `/releases/${id}/regression-cycles`)).body.items;
const pendingOf = async (id: string) => (await world.asLead('GET', `/releases/${id}`)).body.pendingCherryPicks;

describe('openRegressionCycle', () => {
  it('closes the cycle before with its builds, and asks every pipeline for a new one', async () => {
    const { id } = await inRegression();
    const before = await world.stored(id);
    const reply = await open(id, { force: true });
    expect(verdict(reply)).toEqual([201, undefined]);
    expect(reply.body).toMatchObject({
      number: 2,
      status: 'OPEN',
      reason: 'NEW_BUILD',
      openedAt: NOW_ISO,
      commits: [],
    });
    const [second, first] = await cyclesOf(id);
    expect(second).toEqual(reply.body);
    expect(second.builds.map((build: { buildStatus: string }) => build.buildStatus)).toEqual(['PENDING', 'PENDING']);
    expect(first).toMatchObject({
      number: 1,
      status: 'ABANDONED',
      closedAt: NOW_ISO,
      builds: buildsOf(before.pipelines),
    });
    const { release } = await world.stored(id);
    expect(release.regressionCycle).toBe(2);
    const told = (await world.eventsOf(id)).slice(1).map(({ type }) => type);
    expect(told.toSorted()).toEqual(['BuildRequested', 'BuildRequested', 'RegressionStarted']);
  });

  it('asks only the named pipelines', async () => {
    const { id } = await inRegression();
    await open(id, { force: true, pipelines: [kit.iosPipeline] });
    const { pipelines } = await world.stored(id);
    const wanted = pipelines.filter((item) => item.buildStatus === 'PENDING');
    expect(wanted.map((item) => item.pipelineIntegrationId)).toEqual([kit.iosPipeline]);
  });

  it('answers 404 release.pipeline_not_found for a pipeline that the release has not', async () => {
    const { id } = await inRegression();
    expect(verdict(await open(id, { force: true, pipelines: ['other'] }))).toEqual([404, 'release.pipeline_not_found']);
  });

  it('answers 409 release.no_new_commits when nothing was pushed', async () => {
    const { id } = await inRegression();
    const reply = await open(id);
    expect(verdict(reply)).toEqual([409, 'release.no_new_commits']);
    expect(reply.body.legal).toEqual([expect.stringMatching(/^POST .+\/regression-cycles \{"force":true\}$/)]);
  });

  it('takes up what was pushed, as CHERRY_PICK', async () => {
    const { id, branch } = await inRegression();
    await push(branch, ['a', 'b']);
    expect((await open(id)).body.reason).toBe('CHERRY_PICK');
  });

  it('brings a release that is with its stores back to regression, less the targets that are out', async () => {
    const { id, branch } = await inRegression({ status: 'BUILD_SUBMITTED' });
    const { targets, pipelines } = await world.stored(id);
    const stands = { [kit.appStore]: 'RELEASED', [kit.playStore]: 'SUBMITTED' } as const;
    await world.seed(
      targets.map((item) =>
        world.releases.updateTarget(item, NOW_ISO, { targetStatus: stands[item.targetIntegrationId] ?? 'PENDING' }),
      ),
    );
    await push(branch, ['a']);
    expect((await open(id)).body).toMatchObject({ number: 2, reason: 'CHERRY_PICK' });
    const after = await world.stored(id);
    expect(after.release).toMatchObject({ status: 'REGRESSION_IN_PROGRESS', regressionCycle: 2 });
    const statuses = after.targets.map(({ targetIntegrationId, targetStatus }) => [targetIntegrationId, targetStatus]);
    expect(Object.fromEntries(statuses)).toEqual({ [kit.appStore]: 'RELEASED', [kit.playStore]: 'BUILDING' });
    expect(after.pipelines.map(({ buildStatus }) => buildStatus)).toEqual(
      pipelines.map(({ targetIntegrationId }) => (targetIntegrationId === kit.playStore ? 'PENDING' : 'SUCCESS')),
    );
  });

  it('is refused when every target is out, or one that is named', async () => {
    const { id } = await inRegression({ status: 'BUILD_SUBMITTED' });
    const { targets } = await world.stored(id);
    const out = { targetStatus: 'RELEASED' } as const;
    const [ios, ...others] = targets.toSorted((one) => (one.targetIntegrationId === kit.appStore ? -1 : 1));
    await world.seed(ios ? [world.releases.updateTarget(ios, NOW_ISO, out)] : []);
    const named = await open(id, { force: true, pipelines: [kit.iosPipeline] });
    expect(verdict(named)).toEqual([409, 'release.target_illegal_transition']);
    await world.seed(others.map((item) => world.releases.updateTarget(item, NOW_ISO, out)));
    expect(verdict(await open(id, { force: true }))).toEqual([409, 'release.target_illegal_transition']);
  });

  it.each(RELEASE_STATUSES.filter((status) => status !== 'REGRESSION_IN_PROGRESS' && status !== 'BUILD_SUBMITTED'))(
    'is refused in %s',
    async (status) => {
      const { id } = await inRegression({ status });
      expect(verdict(await open(id, { force: true }))).toEqual([409, 'release.illegal_transition']);
    },
  );

  it('is refused while the release is paused', async () => {
    const { id } = await inRegression({ release: { isPaused: true, pauseReason: 'USER_REQUESTED' } });
    expect(verdict(await open(id, { force: true }))).toEqual([409, 'release.paused']);
  });

  it('opens one when ten ask at once for the same push', async () => {
    const { id } = await inRegression();
    const etag = { 'if-match': '"2"' };
    const path = `/releases/${id}/regression-cycles`;
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => world.asLead('POST', path, { force: true }, etag)),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await cyclesOf(id)).toHaveLength(2);
  });
});

describe('listRegressionCycles', () => {
  it('is empty before the first one', async () => {
    const { id } = await world.release(kit);
    expect(await cyclesOf(id)).toEqual([]);
  });

  it('pages', async () => {
    const { id } = await inRegression();
    await open(id, { force: true });
    const first = (await world.asLead('GET', `/releases/${id}/regression-cycles?limit=1`)).body;
    const next = `/releases/${id}/regression-cycles?limit=1&cursor=${first.nextCursor}`;
    expect([first.items[0].number, (await world.asLead('GET', next)).body.items[0].number]).toEqual([2, 1]);
  });

  it('shows the open cycle abandoned once the release is cancelled', async () => {
    const { id } = await inRegression();
    await world.asLead('POST', `/releases/${id}/cancel`);
    expect(await cyclesOf(id)).toMatchObject([{ status: 'ABANDONED', closedAt: NOW_ISO }]);
  });
});

describe('a push to the release branch', () => {
  it('is pending, each commit once', async () => {
    const { id, branch } = await inRegression();
    await push(branch, ['a']);
    await push(branch, ['a', 'b']);
    expect(await pendingOf(id)).toBe(2);
  });

  it('is not pending when a cycle has it already', async () => {
    const { id, branch } = await inRegression();
    const [cycle] = await world.releases.cycles.all(TENANT_ID, id);
    const commits = [{ sha: 'a', message: 'm', author: 'x', committedAt: NOW_ISO }];
    if (cycle) await world.seed([world.releases.cycles.update(cycle, NOW_ISO, { commits })]);
    await push(branch, ['a']);
    expect(await pendingOf(id)).toBe(0);
  });

  const gitlab = (branch: string, commits: object[]) => ({ object_kind: 'push', ref: `refs/heads/${branch}`, commits });
  const bitbucket = (...changes: object[]) => ({ push: { changes } });
  const onto = (name: string, type = 'branch') => ({ type, name, target: { hash: 'b' } });
  const newestFirst = [{ hash: 'b' }, { hash: 'a' }];
  const systems: [string, string, string, (branch: string) => Record<string, unknown>, number][] = [
    ['of GitLab', 'ci.gitlab', 'Push Hook', (branch) => gitlab(branch, [{ id: 'a' }, { id: 'b' }]), 2],
    ['of GitLab that deletes', 'ci.gitlab', 'Push Hook', (branch) => gitlab(branch, []), 0],
    [
      'of Bitbucket to two branches',
      'ci.bitbucket',
      'repo:push',
      (branch) =>
        bitbucket({ new: onto('main'), commits: [{ hash: 'z' }] }, { new: onto(branch), commits: newestFirst }),
      2,
    ],
    ['of Bitbucket that deletes', 'ci.bitbucket', 'repo:push', () => bitbucket({ new: null, old: onto('x') }), 0],
    [
      'of a tag to Bitbucket',
      'ci.bitbucket',
      'repo:push',
      (branch) => bitbucket({ new: onto(branch, 'tag'), commits: newestFirst }),
      0,
    ],
  ];
  it.each(systems)('%s is heard', async (_, source, type, payloadOf, pending) => {
    const { id, branch } = await inRegression();
    await heard(source, type, payloadOf(branch));
    expect(await pendingOf(id)).toBe(pending);
    const expected = pending === 0 ? undefined : ['a', 'b'];
    expect((await world.stored(id)).release.pendingCommits).toEqual(expected);
  });

  it.each([
    ['of a tag', { ref: 'refs/tags/v1' }],
    ['that deletes the branch', { deleted: true }],
    ['to another branch', { ref: 'refs/heads/main' }],
  ])('%s is not pending', async (_, over) => {
    const { id, branch } = await inRegression();
    await push(branch, ['a'], over);
    expect(await pendingOf(id)).toBe(0);
  });

  it('is pending also while the release is with its stores', async () => {
    const { id, branch } = await inRegression({ status: 'BUILD_SUBMITTED' });
    await push(branch, ['a']);
    expect(await pendingOf(id)).toBe(1);
  });

  it.each(['PENDING', 'STARTED'] as const)('is pending also in %s, after the cut (W2)', async (status) => {
    const { id, branch } = await inRegression({ status });
    await push(branch, ['a']);
    expect(await pendingOf(id)).toBe(1);
  });

  it.each(['RELEASED', 'CANCELLED'] as const)('in %s is not pending', async (status) => {
    const { id, branch } = await inRegression({ status });
    await push(branch, ['a']);
    expect(await pendingOf(id)).toBe(0);
  });
});

describe('a sign-off', () => {
  const decide = async (id: string, cycle: number, action = 'APPROVED') => {
    const { release } = await world.stored(id);
    const approvalId = await storeApproval(world, { ...release, id }, { cycle });
    return world.asLead('POST', `/approvals/${approvalId}/decisions`, { action });
  };

  it.each([
    ['commits are pending', { release: { pendingCommits: ['a', 'b'] } }, 1, '2 commits'],
    ['a build is not a success', { builds: 'FAILED' }, 1, 'is FAILED'],
    ['another cycle is the last one', {}, 2, 'cycle 1 is the last one, not 2'],
    ['the release is no longer in regression', { status: 'BUILD_SUBMITTED' }, 1, 'is in BUILD_SUBMITTED'],
  ] as const)('is refused while %s', async (_, situation, cycle, why) => {
    const { id } = await inRegression(situation as Situation);
    const reply = await decide(id, cycle);
    expect(verdict(reply)).toEqual([409, 'release.sign_off_refused']);
    expect(reply.body.detail).toContain(why);
  });

  it('may be rejected all the same', async () => {
    const { id } = await inRegression({ builds: 'FAILED' });
    expect((await decide(id, 1, 'REJECTED')).status).toBe(200);
  });

  it('is given when nothing is in the way', async () => {
    const { id } = await inRegression();
    expect((await decide(id, 1)).status).toBe(200);
  });
});
