// A release whose branch, tag or release page exists already, made by the real client at GitHub's stand-in: the release pauses and
// says so, goes on with a person's word, and never takes what it did not make; what it made before a crash stays its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScmClient } from '../../../functions/_adapters/adapter.ts';
import { type Kit, TENANT_ID } from '../../support/release-world.ts';
import { type OutsideServer, type Outward, startOutsideServer } from '../../support/services/outside-server.ts';
import { actorsOf } from '../lifecycle/lifecycle-actors.ts';
import { type Stage, startStage } from '../lifecycle/lifecycle-stage.ts';
import { type FailingOutside, failingOutside, kitOf } from '../services/failing-outside.ts';

let server: OutsideServer;
let outside: FailingOutside;
let stage: Stage;
let actors: ReturnType<typeof actorsOf>;
let kit: Kit;
let scm: ScmClient;
const types = new Map<string, Outward>();

beforeAll(async () => {
  server = await startOutsideServer();
  outside = failingOutside(server, types);
  stage = await startStage({ outsideOf: outside.outsideOf });
  actors = actorsOf(stage);
  kit = await kitOf(stage.world, server, types, ['GITHUB', 'GITHUB_ACTIONS', 'APP_STORE', 'JIRA']);
  scm = await outside.outsideOf(stage.world).scm(TENANT_ID, kit.scm);
});
afterAll(async () => {
  await stage.stop();
  await server.stop();
});

const releaseOf = async (id: string) => (await stage.stored(id)).release;
const auditOf = async (id: string) => {
  const { body } = await stage.world.asLead('GET', `/releases/${id}/activity?limit=50`);
  return (body as { items: { action: string; details?: object }[] }).items;
};
/** Kicked off: what is next is the branch. */
const kickedOff = (version: string, over: object = {}) =>
  stage.release(
    { service: 'left-over', version, targets: [kit.appStore], pipelines: [], platforms: ['IOS'], ...over },
    actors.bring({ release: { status: 'PENDING' } }),
    kit,
  );
const leaveBranch = (version: string) => scm.createBranch({ branch: `release/${version}`, from: 'v1.0.0' });

describe('a branch that an earlier release left behind', () => {
  it('pauses the release, which says how old it is and what can be done (K4)', async () => {
    await leaveBranch('1.0.0');
    const release = await releaseOf(await kickedOff('1.0.0'));
    expect(release).toMatchObject({ status: 'PENDING', isPaused: true, pauseReason: 'TASK_FAILURE' });
    expect(release.branchSha).toBeUndefined();
    expect(release.pauseError).toMatch(/^integration\.branch_exists: acme\/app already has a branch release\/1\.0\.0/);
    expect(release.pauseError).toMatch(
      /8 commits behind main .* existingBranch to TAKE .* MOVE .* branchRelease\. Then retry\.$/,
    );
  });

  it.each([
    ['TAKE', 'release.branch_taken', undefined],
    ['MOVE', 'release.branch_moved', 'main'],
  ] as const)(
    'is dealt with by existingBranch %s and a retry, and the audit says so (K4)',
    async (existingBranch, action, from) => {
      const version = `1.1.${existingBranch.length}-${existingBranch}`;
      const left = await leaveBranch(version);
      const main = await scm.headOf({ branch: 'main' });
      const id = await kickedOff(version);
      const { status } = await stage.world.asLead('PATCH', `/releases/${id}`, { existingBranch });
      expect(status).toBe(200);
      await stage.act(id, 'retry');
      const sha = existingBranch === 'TAKE' ? left.sha : main?.sha;
      expect(await releaseOf(id)).toMatchObject({ branchSha: sha, isPaused: false });
      const entry = (await auditOf(id)).find((one) => one.action === action);
      expect(entry?.details).toMatchObject({
        branch: `release/${version}`,
        sha,
        ...(from && { from, movedFrom: left.sha }),
      });
    },
  );

  it('may be dealt with from the start (K4)', async () => {
    const left = await leaveBranch('1.2.0');
    const id = await kickedOff('1.2.0', { existingBranch: 'TAKE' });
    expect(await releaseOf(id)).toMatchObject({ branchSha: left.sha, existingBranch: 'TAKE', isPaused: false });
  });
});

it('a branch that the release itself cut before a crash is its own, although the base has moved since (K4)', async () => {
  const { sha } = await scm.createBranch({ branch: 'release/1.3.0', from: 'main' });
  await scm.createBranch({ branch: 'main', from: 'v1.0.0', ifExists: 'MOVE' });
  const asked = { status: 'PENDING', askedFor: [`branch release/1.3.0 ${sha}`] } as const;
  const what = { service: 'left-over', version: '1.3.0', targets: [kit.appStore], pipelines: [], platforms: ['IOS'] };
  const id = await stage.release(what, actors.bring({ release: asked as never }), kit);
  expect(await releaseOf(id)).toMatchObject({ branchSha: sha, isPaused: false });
  await scm.createBranch({ branch: 'main', from: sha, ifExists: 'MOVE' });
});

describe('a tag or a release page of the name', () => {
  const submitted = { status: 'BUILD_SUBMITTED', regressionCycle: 1, branchSha: 'cut' } as const;
  async function publish(version: string, over: object = {}) {
    await scm.createBranch({ branch: `release/${version}`, from: 'main' });
    const what = { service: 'left-over', version, targets: [kit.appStore], pipelines: [], platforms: ['IOS'], ...over };
    return stage.release(what, actors.bring({ release: submitted, targets: 'RELEASED' }), kit);
  }

  it('pauses the release until existingTag says what becomes of it (K4)', async () => {
    await scm.createTag({ tag: 'v2.0.0', ref: 'v1.0.0', message: 'by hand' });
    const id = await publish('2.0.0');
    expect((await releaseOf(id)).pauseError).toMatch(/^integration\.tag_exists: .* existingTag to TAKE/);
    await stage.world.asLead('PATCH', `/releases/${id}`, { existingTag: 'MOVE' });
    await stage.act(id, 'retry');
    expect(await releaseOf(id)).toMatchObject({ status: 'RELEASED', tag: 'v2.0.0' });
    const entry = (await auditOf(id)).find(({ action }) => action === 'release.published');
    expect(entry?.details).toMatchObject({ tag: 'v2.0.0', tagged: 'MOVED', page: 'MADE' });
  });

  it('keeps a page that somebody wrote until existingTag says otherwise (K4)', async () => {
    const page = { tag: 'v2.1.0', name: 'By hand', notes: 'Words', prerelease: false, isLatest: true };
    await scm.createTag({ tag: 'v2.1.0', ref: 'main', message: 'by hand' });
    await scm.publishRelease(page);
    const id = await publish('2.1.0', { existingTag: 'TAKE' });
    const entry = (await auditOf(id)).find(({ action }) => action === 'release.published');
    expect(entry?.details).toMatchObject({ tagged: 'TAKEN', page: 'TAKEN' });
  });
});
