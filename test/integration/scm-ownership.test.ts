// Ownership in a repository: the clients of all three SCMs against their stand-ins, when a branch, a tag or a release
// page of that name exists already; and when a write is answered by a redirect.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outbound, ScmClient } from '../../functions/_adapters/adapter.ts';
import { scmClient } from '../../functions/_adapters/clients.ts';
import { localOutbound, startHttpService } from '../support/services/http-service.ts';
import { type OutsideServer, SERVICES, startOutsideServer } from '../support/services/outside-server.ts';

let outside: OutsideServer;
beforeEach(async () => {
  outside = await startOutsideServer();
});
afterEach(() => outside.stop());

const BRANCH = { branch: 'release/1.0.0', from: 'main' };
const TAG = { tag: 'v9.0.0', ref: 'main', message: 'Release 9.0.0' };
const PAGE = { name: '9.0.0', notes: 'New', prerelease: false, isLatest: true };

describe.each(['GITHUB', 'GITLAB', 'BITBUCKET'] as const)('%s', (type) => {
  const client = (outbound: Outbound = localOutbound): ScmClient =>
    scmClient(type, { ...outside.contextOf(type), outbound });
  const repository = () => (type === 'GITLAB' ? 'acme/mobile/app' : 'acme/app');
  const writes = () =>
    outside.received(SERVICES[type]).filter(({ method, status }) => method !== 'GET' && status < 300).length;
  const short = (sha: string | undefined) => sha?.slice(0, 7);
  const headOf = async (branch: string) => (await client().headOf({ branch }))?.sha ?? '';
  /** A branch of somebody else at the released commit, eight commits behind main. */
  const leaveBranch = () => client().createBranch({ ...BRANCH, from: 'v1.0.0' });

  it.each(['branch', 'tag'] as const)(
    'refuses a %s that somebody else left behind, and says how far it is (K4)',
    async (kind) => {
      const made = kind === 'branch' ? await leaveBranch() : await client().createTag({ ...TAG, ref: 'v1.0.0' });
      const main = await headOf('main');
      const again = kind === 'branch' ? client().createBranch(BRANCH) : client().createTag(TAG);
      const name = kind === 'branch' ? BRANCH.branch : TAG.tag;
      await expect(again).rejects.toMatchObject({
        code: `integration.${kind}_exists`,
        message: expect.stringContaining(
          `${repository()} already has a ${kind} ${name} that this release did not make, at ${short(made.sha)}, which is 8 commits behind main (${short(main)}) and 0 commits ahead of it.`,
        ),
        details: { members: { [kind]: name, sha: made.sha, wantedSha: main, behind: 8, ahead: 0 } },
      });
      // An attempt of ours would have put it elsewhere.
      const perhaps = { mayBeOurs: true };
      const second =
        kind === 'branch'
          ? client().createBranch({ ...BRANCH, ...perhaps })
          : client().createTag({ ...TAG, ...perhaps });
      await expect(second).rejects.toMatchObject({ code: `integration.${kind}_exists` });
      expect(writes()).toBe(type === 'GITHUB' && kind === 'tag' ? 2 : 1);
    },
  );

  it('cuts at a tag, and compares with it, although a branch has its name (K2)', async () => {
    const at = (await client().createBranch({ branch: 'at', from: 'v1.0.0' })).sha;
    const { sha: main } = await client().createBranch({ branch: 'v1.0.0', from: 'main' });
    expect(main).not.toBe(at);
    const hotfix = { ...BRANCH, from: 'v1.0.0', isFromTag: true };
    expect(await client().createBranch(hotfix)).toEqual({ sha: at, did: 'MADE' });
    expect(await client().commitsBetween({ base: 'v1.0.0', head: 'main' })).toHaveLength(8);
    expect(await client().createBranch({ branch: 'beside', from: 'v1.0.0' })).toMatchObject({ sha: main });
  });

  it('takes one that is where ours would be only if an attempt of ours may have made it (K4)', async () => {
    const made = await client().createBranch(BRANCH);
    await client().createTag(TAG);
    await expect(client().createBranch(BRANCH)).rejects.toMatchObject({ code: 'integration.branch_exists' });
    await expect(client().createTag(TAG)).rejects.toMatchObject({ code: 'integration.tag_exists' });
    expect(await client().createBranch({ ...BRANCH, mayBeOurs: true })).toEqual(made);
    expect(await client().createTag({ ...TAG, mayBeOurs: true })).toEqual(made);
  });

  it("takes or moves somebody else's with a person's word (K4)", async () => {
    const left = await leaveBranch();
    const { sha: main } = { sha: await headOf('main') };
    await client().createTag({ ...TAG, ref: 'v1.0.0' });
    const taken = { sha: left.sha, did: 'TAKEN' };
    expect(await client().createBranch({ ...BRANCH, from: 'deleted', ifExists: 'TAKE' })).toEqual(taken);
    expect(await client().createTag({ ...TAG, ifExists: 'TAKE' })).toEqual(taken);
    const moved = { sha: main, did: 'MOVED', movedFrom: left.sha };
    expect(await client().createBranch({ ...BRANCH, ifExists: 'MOVE' })).toEqual(moved);
    expect(await headOf(BRANCH.branch)).toBe(main);
    expect(await client().createTag({ ...TAG, ifExists: 'MOVE' })).toEqual(moved);
    expect(await client().createTag({ ...TAG, mayBeOurs: true })).toEqual({ sha: main, did: 'MADE' });
  });

  it('says that it is going to make one only when none exists (K4)', async () => {
    const said: string[] = [];
    const beforeMaking = async () => void said.push('now');
    await client().createBranch({ ...BRANCH, beforeMaking });
    await client().createBranch({ ...BRANCH, beforeMaking, mayBeOurs: true });
    await client().createBranch({ ...BRANCH, beforeMaking, ifExists: 'MOVE' });
    await client()
      .createBranch({ ...BRANCH, beforeMaking })
      .catch(() => undefined);
    expect(said).toEqual(['now']);
  });

  it("leaves somebody else's release page alone unless told otherwise (K4)", async () => {
    if (type === 'BITBUCKET') return expect(client().tagOf({ service: 'app', version: '9.0.0' })).toBe('v9.0.0');
    const page = { ...PAGE, tag: 'v9.0.0' };
    await client().createTag(TAG);
    const { url } = await client().publishRelease({ ...page, notes: 'Written by hand' });
    const writesBefore = writes();
    await expect(client().publishRelease(page)).rejects.toMatchObject({
      code: 'integration.page_exists',
      message: expect.stringContaining(url),
    });
    expect(writes()).toBe(writesBefore);
    expect(await client().publishRelease({ ...page, ifExists: 'TAKE' })).toEqual({ url, did: 'TAKEN' });
    expect(await client().publishRelease({ ...page, notes: 'Newer', mayBeOurs: true })).toEqual({ url, did: 'MADE' });
  });

  it.each(['release/ünïcödé', '日本語/🚀', 'a%2Fb', 'a#b', 'a&b=c', "it's;(1)", 'a+b'])(
    'cuts, finds and compares the branch %s, and tags it (D18)',
    async (branch) => {
      const made = await client().createBranch({ branch, from: 'main' });
      expect(await client().headOf({ branch })).toEqual({ sha: made.sha });
      expect(await client().createBranch({ branch, from: 'main', mayBeOurs: true })).toEqual(made);
      const tag = `${branch}-v1`;
      expect(await client().createTag({ tag, ref: branch, message: 'Release' })).toEqual(made);
      expect(await client().commitsBetween({ base: 'v1.0.0', head: branch })).toHaveLength(8);
      expect(await client().commitsBetween({ base: tag, head: 'main' })).toEqual([]);
      expect((await client().publishRelease({ ...PAGE, tag })).url).toMatch(/^https?:/);
    },
  );

  it.each([301, 302, 303])(
    'fails when a write is answered by %i, whatever the address it names answers (K3)',
    async (status) => {
      const redirect = { status, headers: { location: '/elsewhere' } };
      await using elsewhere = await startHttpService({
        '*': ({ method }) => (method === 'GET' ? { body: {} } : redirect),
      });
      const redirecting: Outbound = {
        request: (request) =>
          localOutbound.request(request.method === 'GET' ? request : { ...request, url: `${elsewhere.url}/write` }),
      };
      await expect(client(redirecting).createBranch(BRANCH)).rejects.toThrow();
      await expect(client(redirecting).createTag(TAG)).rejects.toThrow();
      expect(elsewhere.seen.length).toBeGreaterThan(0);
      expect(await client().headOf(BRANCH)).toBeUndefined();
    },
  );
});
