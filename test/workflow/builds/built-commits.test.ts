// A release ships the commit that its builds were asked for: a hotfix waits for its fix, what is pushed later is pending until a
// build has it, and the tag names what was built.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enteredIn } from '../coverage.ts';
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
  stage.services.pushed.length = 0;
  stage.services.calls.length = 0;
});

const releaseOf = async (id: string) => (await stage.world.asLead('GET', `/releases/${id}`)).body;
const commitsOf = async (id: string) => (await stage.stored(id)).pipelines.map(({ commitSha }) => commitSha);
const triggers = () => stage.services.calls.filter((call) => call.startsWith('trigger ')).length;
const asked = (name: string): Record<string, unknown>[] =>
  stage.services.calls
    .filter((call) => call.startsWith(`${name} `))
    .map((call) => JSON.parse(call.slice(name.length + 1)));
const waitOf = async () => enteredIn(await stage.history(stage.executions.at(-1) ?? '')).at(-1);

let hotfixes = 0;
/** Kicked off from a tag, with nothing on its branch yet. */
async function hotfix(): Promise<string> {
  hotfixes += 1;
  const service = `fixed-${hotfixes}`;
  const id = await stage.release({ service, releaseType: 'HOTFIX', baseBranch: undefined, baseTag: 'v0.9.0' });
  await stage.act(id, 'kickoff');
  return id;
}

describe('a HOTFIX with nothing new', () => {
  it('waits for a commit, and builds that (W1)', async () => {
    const id = await hotfix();
    expect((await releaseOf(id)).status).toBe('STARTED');
    expect(await waitOf()).toBe('WaitForCommits');
    expect(triggers()).toBe(0);
    await actors.push(id, ['fix']);
    expect(triggers()).toBe(2);
    expect(await commitsOf(id)).toEqual(['fix', 'fix']);
    expect((await releaseOf(id)).pendingCherryPicks).toBe(0);
  });

  it('looks by itself for a commit whose push nobody told (W1)', async () => {
    const id = await hotfix();
    await stage.pass(600);
    expect(await waitOf()).toBe('WaitForCommits');
    await actors.push(id, ['fix'], false);
    await stage.pass(600);
    expect(await commitsOf(id)).toEqual(['fix', 'fix']);
  });

  it('does not wait when its branch had the fix before (W1)', async () => {
    stage.services.pushed.push({
      sha: 'fix',
      message: 'Fix',
      author: 'Ada',
      accounts: [],
      committedAt: '2026-03-01T00:00:00Z',
    });
    const id = await hotfix();
    expect(await commitsOf(id)).toEqual(['fix', 'fix']);
  });

  it('says that its branch was deleted, rather than build it, and goes on once it is restored (K2, W1)', async () => {
    const id = await hotfix();
    const { branchRelease } = (await stage.stored(id)).release;
    stage.services.deleted.add(branchRelease);
    await stage.pass(600);
    expect(triggers()).toBe(0);
    expect((await stage.stored(id)).release).toMatchObject({
      isPaused: true,
      pauseError: expect.stringContaining(`The branch ${branchRelease} does not exist any more`),
    });
    stage.services.deleted.clear();
    await stage.act(id, 'retry');
    await actors.push(id, ['fix']);
    expect(await commitsOf(id)).toEqual(['fix', 'fix']);
  });

  it('is built as it is only when a person insists (W1)', async () => {
    const id = await hotfix();
    const [pipeline] = (await stage.stored(id)).pipelines;
    const path = `pipelines/${pipeline?.pipelineIntegrationId}/trigger`;
    const refused = await stage.act(id, path);
    expect([refused.status, refused.body.code]).toEqual([409, 'release.no_new_commits']);
    expect(refused.body.legal).toEqual([expect.stringMatching(/^POST .+\/trigger \{"force":true\}$/)]);
    expect((await stage.act(id, path, { force: true })).status).toBe(202);
    expect(triggers()).toBe(2);
  });

  it('pauses after 30 days, having looked at growing distances, and waits again when resumed (W1)', async () => {
    const id = await hotfix();
    const began = stage.world.clock.at;
    while (!(await stage.stored(id)).release.isPaused) await stage.passToNext();
    expect(stage.world.clock.at - began).toBe(30 * 86_400_000);
    expect((await stage.stored(id)).release).toMatchObject({
      pauseError: expect.stringContaining('release.waited_too_long'),
    });
    const looks = asked('commitsBetween').length;
    expect(looks).toBeGreaterThan(29);
    expect((await stage.history(stage.executions.at(-1) ?? '')).length).toBeLessThan(1000);
    await stage.act(id, 'resume');
    expect(await waitOf()).toBe('WaitForCommits');
  });
});

describe('a commit that is pushed to a HOTFIX while it is built', () => {
  it.each([true, false])('is built before anything is submitted, when the push is told: %s (W1)', async (isTold) => {
    const id = await hotfix();
    await actors.push(id, ['fix']);
    await actors.push(id, ['late'], isTold);
    expect((await releaseOf(id)).pendingCherryPicks).toBe(isTold ? 1 : 0);
    await actors.reportBuilds(id, 'SUCCESS');
    expect((await releaseOf(id)).status).toBe('STARTED');
    expect(await commitsOf(id)).toEqual(['late', 'late']);
    await actors.reportBuilds(id, 'SUCCESS');
    const release = await releaseOf(id);
    expect(release).toMatchObject({ status: 'BUILD_SUBMITTED', shippedSha: 'late', pendingCherryPicks: 0 });
  });

  it('and after its submission is pending, and neither tagged nor told of (K2)', async () => {
    const id = await hotfix();
    await actors.push(id, ['fix']);
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.push(id, ['late']);
    expect(await releaseOf(id)).toMatchObject({ status: 'BUILD_SUBMITTED', pendingCherryPicks: 1 });
    stage.services.calls.length = 0;
    await actors.answer(id, 'RELEASED');
    expect((await releaseOf(id)).status).toBe('RELEASED');
    expect(asked('createTag')).toMatchObject([{ ref: 'fix' }]);
    expect(asked('commitsBetween').map(({ head }) => head)).toEqual(['fix']);
  });

  it('without pipelines is in what is submitted, and what comes later is not (K2)', async () => {
    hotfixes += 1;
    const base = { releaseType: 'HOTFIX', baseBranch: undefined, baseTag: 'v0.9.0' };
    const id = await stage.release({ service: `fixed-${hotfixes}`, ...base, pipelines: [] });
    await stage.act(id, 'kickoff');
    expect(await waitOf()).toBe('WaitForCommits');
    await actors.push(id, ['fix']);
    expect(await releaseOf(id)).toMatchObject({ shippedSha: 'fix', pendingCherryPicks: 0 });
    await actors.push(id, ['late']);
    stage.services.calls.length = 0;
    await actors.answer(id, 'RELEASED');
    expect(asked('createTag')).toMatchObject([{ ref: 'fix' }]);
  });
});

describe('a commit that is pushed to a PLANNED release', () => {
  it('while its first builds run is pending: the sign-off is refused until a cycle has built it (W2)', async () => {
    const id = await stage.release();
    await stage.act(id, 'kickoff');
    await actors.push(id, ['late']);
    expect((await releaseOf(id)).pendingCherryPicks).toBe(1);
    await actors.reportBuilds(id, 'SUCCESS');
    const cycles = () => stage.world.asLead('GET', `/releases/${id}/regression-cycles`);
    expect((await cycles()).body.items).toMatchObject([{ number: 1, headSha: 'cut', commits: [] }]);
    const approvalId = await actors.approvalOf(id, 'PENDING');
    const refused = await stage.world.asLead('POST', `/approvals/${approvalId}/decisions`, { action: 'APPROVED' });
    expect([refused.status, refused.body.code]).toEqual([409, 'release.sign_off_refused']);
    expect(refused.body.legal).toEqual([expect.stringMatching(/\/regression-cycles$/)]);
    await stage.act(id, 'regression-cycles');
    await actors.reportBuilds(id, 'SUCCESS');
    expect((await cycles()).body.items[0]).toMatchObject({ number: 2, headSha: 'late', commits: [{ sha: 'late' }] });
    await actors.signOff(id);
    expect(await releaseOf(id)).toMatchObject({ shippedSha: 'late', pendingCherryPicks: 0 });
  });

  it('is pending also when nobody told the push: the cycle lists what was built (W2)', async () => {
    const id = await stage.release();
    await stage.act(id, 'kickoff');
    await actors.push(id, ['late'], false);
    await actors.reportBuilds(id, 'SUCCESS');
    expect(await releaseOf(id)).toMatchObject({ status: 'REGRESSION_IN_PROGRESS', pendingCherryPicks: 1 });
  });

  it('between the listing of a cycle and its builds is listed once they are there (W2)', async () => {
    const id = await stage.release();
    await stage.act(id, 'kickoff');
    await actors.reportBuilds(id, 'SUCCESS');
    await actors.push(id, ['first']);
    stage.fail('triggerBuild', 'integration.refused', () => actors.push(id, ['second'], false));
    await stage.act(id, 'regression-cycles');
    await stage.act(id, 'retry');
    await actors.reportBuilds(id, 'SUCCESS');
    const { body } = await stage.world.asLead('GET', `/releases/${id}/regression-cycles`);
    expect(body.items[0].commits.map(({ sha }: { sha: string }) => sha)).toEqual(['first', 'second']);
    expect(await releaseOf(id)).toMatchObject({ pendingCherryPicks: 0 });
  });
});
