// Which commits of a branch are built, for every way in which CI may name the commit of a build.
import { describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../../../entities/integrations/errors.ts';
import type { WholeRelease } from '../../../../../entities/releases/release.view.ts';
import type { ScmClient } from '../../../../../functions/_adapters/adapter.ts';
import { builtCommits, shasOf } from '../../../../../functions/releases/builds/built-commits.ts';
import { sampleWhole } from '../../../entities/releases/release-samples.ts';

const [BASE, ONE, TWO, THREE] = ['0', '1', '2', '3'].map((digit) => digit.repeat(40)) as [string, ...string[]];
const ELSEWHERE = 'e'.repeat(40);
const UNKNOWN = 'f'.repeat(40);

/** The branch has ONE, TWO and THREE since BASE; ELSEWHERE is a commit that is on no branch any more. */
const scm = {
  commitsBetween: async ({ base, head }: { base?: string; head: string }) => {
    if (head === UNKNOWN) throw integrationErrors.refused({ detail: 'No commit found for SHA' });
    const shas = head === ELSEWHERE ? [ELSEWHERE] : [ONE, TWO, THREE];
    return (base === BASE ? shas : [BASE, ...shas]).map((sha) => ({ sha, message: '', author: '', committedAt: '' }));
  },
} as unknown as ScmClient;

function built(commitSha: string | undefined, triggeredSha: string | undefined, over: object = {}): WholeRelease {
  const whole = sampleWhole({});
  const told = { buildStatus: 'SUCCESS', triggered: true, triggeredAt: '2026-03-01T12:00:00.000Z', ...over };
  const pipelines = whole.pipelines.map((item) => ({ ...item, ...told, commitSha, triggeredSha }));
  return { ...whole, pipelines: pipelines as never };
}
async function read(whole: WholeRelease) {
  const { sha, commits, unbuilt, unasked, corrections } = await builtCommits(whole, BASE, scm);
  const right = [...corrections.values()].map(({ commitSha }) => commitSha);
  return { sha, built: shasOf(commits), unbuilt: shasOf(unbuilt), unasked: shasOf(unasked), right };
}

describe('the commits that are built', () => {
  it.each([
    ['the one that was asked for', TWO, TWO, { sha: TWO, built: [ONE, TWO], unbuilt: [THREE], unasked: [THREE] }],
    ['the head', THREE, THREE, { sha: THREE, built: [ONE, TWO, THREE], unbuilt: [], unasked: [] }],
    [
      'where the branch was cut',
      BASE,
      BASE,
      { sha: BASE, built: [], unbuilt: [ONE, TWO, THREE], unasked: [ONE, TWO, THREE] },
    ],
    ['a newer one than was asked for', THREE, TWO, { sha: THREE, built: [ONE, TWO, THREE], unbuilt: [], unasked: [] }],
    ['an older one than was asked for', ONE, TWO, { sha: ONE, built: [ONE], unbuilt: [TWO, THREE], unasked: [THREE] }],
    [
      'one that is off the branch by now',
      ELSEWHERE,
      TWO,
      { sha: ELSEWHERE, built: [ELSEWHERE], unbuilt: [], unasked: [] },
    ],
  ] as const)('when CI built %s (W2)', async (_, commitSha, triggeredSha, expected) => {
    expect(await read(built(commitSha, triggeredSha))).toEqual({ ...expected, right: [] });
  });

  it('are told by an abbreviated commit, which is made whole', async () => {
    const seen = await read(built(TWO?.slice(0, 7), TWO));
    expect(seen).toMatchObject({ sha: TWO, unbuilt: [THREE] });
    expect(new Set(seen.right)).toEqual(new Set([TWO]));
  });

  it('are those that were asked for when CI names a commit of something else', async () => {
    const seen = await read(built(UNKNOWN, TWO));
    expect(seen).toMatchObject({ sha: TWO, built: [ONE, TWO], unbuilt: [THREE] });
    expect(new Set(seen.right)).toEqual(new Set([TWO]));
  });

  it('are all while a build is still to be asked for, or nothing is known of any', async () => {
    const all = { sha: THREE, built: [ONE, TWO, THREE], unbuilt: [] };
    expect(await read(built(ONE, ONE, { buildStatus: 'PENDING' }))).toMatchObject(all);
    expect(await read(built(undefined, undefined))).toMatchObject(all);
  });

  it('are all when the store has everything out that was built', async () => {
    const whole = built(ONE, ONE);
    const targets = whole.targets.map((item) => ({ ...item, targetStatus: 'RELEASED' as const }));
    expect(await read({ ...whole, targets })).toMatchObject({ sha: THREE, unbuilt: [] });
  });
});
