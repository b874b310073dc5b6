// Reads the new commits of a regression cycle from the SCM: before its builds are requested, and again when the builds have another
// commit. It also generates the release notes, so that people can read and edit them before the sign-off.
import { cutTo } from '../../../entities/_base/text.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { lastBuild, stillPending } from '../../../entities/releases/builds/shipped.model.ts';
import type { RegressionCycleItem } from '../../../entities/releases/regression/regression-cycle.entity.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ScmCommit } from '../../_adapters/adapter.ts';
import { type BuiltCommits, builtCommits, corrected, shasOf } from '../builds/built-commits.ts';
import { auditOf } from '../deps.ts';
import { authorsWith } from '../notes/authors.ts';
import { noteContents } from '../notes/contents.ts';
import { currentNotes } from '../notes/notes.ts';
import { atStep } from './step.ts';

/** Commits that a cycle keeps; cherry-picks are fewer. */
const MAX_KEPT = 100;
const MAX_MESSAGE = 200;

/** The commit after which a cycle begins: the head of an earlier cycle, or else the commit at which the branch was cut. */
function baseOf(release: ReleaseItem, cycles: readonly RegressionCycleItem[]): string | undefined {
  const earlier = cycles.findLast(({ cycle, headSha }) => cycle < release.regressionCycle && headSha !== undefined);
  // Of a cycle that was not stored, only the release has the head.
  const isListed = release.listedCycle === release.regressionCycle;
  return earlier?.headSha ?? (isListed ? undefined : release.listedSha) ?? release.branchSha;
}

/** The accounts behind the commits, each once. */
const authorsOf = (commits: readonly ScmCommit[]) => [
  ...new Map(
    commits.flatMap(({ accounts }) =>
      accounts.map((one) => [`${one.provider} ${one.externalId}`, { ...one }] as const),
    ),
  ).values(),
];

/** The pending commits after the listing. Until the builds are triggered, they do not change; without builds the cycle has all commits. */
function pendingAfter(whole: WholeRelease, { commits, unbuilt }: BuiltCommits) {
  const { release, pipelines } = whole;
  if (pipelines.some(({ buildStatus }) => buildStatus === 'PENDING')) return release.pendingCommits;
  if (lastBuild(whole) === undefined) return undefined;
  return stillPending(release, shasOf(commits), shasOf(unbuilt));
}

export const listCommits = atStep('LIST_COMMITS', async (whole, caller, deps) => {
  const { release } = whole;
  const { tenantId, releaseId, regressionCycle, branchRelease } = release;
  const scm = await deps.outside.scm(tenantId, release.scmIntegrationId);
  const cycles = await deps.releases.cycles.all(tenantId, releaseId);
  const built = await builtCommits(whole, baseOf(release, cycles), scm);
  const { sha: headSha, commits: found } = built;
  const commits = found.slice(-MAX_KEPT).map(({ accounts: _, ...commit }) => ({
    ...commit,
    message: cutTo(commit.message.split('\n')[0] ?? '', MAX_MESSAGE),
  }));
  const commitCount = found.length;
  await noteContents(release, found, deps);
  const cycle = cycles.find((item) => item.cycle === regressionCycle);
  const { generated } = await currentNotes(release, headSha ?? branchRelease, scm, caller, deps);
  const at = isoOf(caller.at);
  const changes = {
    listedCycle: regressionCycle,
    listedSha: headSha,
    pendingCommits: pendingAfter(whole, built),
  };
  const known = { commits, commitCount, authors: authorsOf(found), ...(headSha === undefined ? {} : { headSha }) };
  return {
    writes: [
      deps.releases.update(release, at, changes),
      ...corrected(whole, built, at, deps.releases),
      ...(cycle ? [deps.releases.cycles.update(cycle, at, known)] : []),
      ...(generated ? [deps.notes.put(generated)] : []),
      ...(found.length > 0 ? [await authorsWith(release, found, deps)] : []),
    ],
    events: [],
    audit: auditOf(release, 'regression.commits_listed', { cycle: regressionCycle, headSha, commits: commitCount }),
  };
});
