// Reads from the SCM what a regression cycle has that the one before had not, once per cycle and before anything is built; and
// writes the release notes anew, so that people can read and edit them before the sign-off.
import type { ScmClient, ScmCommit } from '../../_adapters/adapter.ts';
import { auditOf, isoOf } from '../deps.ts';
import { currentNotes } from '../notes.ts';
import { atStep, type TaskDeps } from './step.ts';

/** Of one cycle; a list that is longer is no list of cherry-picks. */
const MAX_KEPT = 100;
const MAX_MESSAGE = 200;
/** What an SCM client answers unless told: see `commitsBetween`. */
const MOST_AT_ONCE = 250;

/** All of them: GitHub's comparison begins with the oldest, and the last one is what will be tagged. */
async function commitsSince(base: string | undefined, head: string, scm: ScmClient): Promise<readonly ScmCommit[]> {
  const found = await scm.commitsBetween(base === undefined ? { head } : { base, head });
  if (base === undefined || found.length < MOST_AT_ONCE) return found;
  return [...found, ...(await commitsSince(found.at(-1)?.sha, head, scm))];
}

export const listCommits = (raw: unknown, deps: TaskDeps) =>
  atStep('LIST_COMMITS', raw, deps, async ({ release }, caller) => {
    const { tenantId, releaseId, regressionCycle, branchRelease: head } = release;
    const base = release.listedSha ?? release.branchSha;
    const scm = await deps.outside.scm(tenantId, release.scmIntegrationId);
    const found = await commitsSince(base, head, scm);
    const headSha = found.at(-1)?.sha ?? base;
    const commits = found.slice(-MAX_KEPT).map(({ sha, message, author, committedAt }) => {
      return { sha, message: (message.split('\n')[0] ?? '').slice(0, MAX_MESSAGE), author, committedAt };
    });
    const [cycle, { generated }] = await Promise.all([
      deps.releases.cycles.get(tenantId, releaseId, regressionCycle),
      currentNotes(release, headSha ?? head, scm, caller, deps),
    ]);
    const changes = { listedCycle: regressionCycle, listedSha: headSha, pendingCommits: undefined };
    const known = headSha === undefined ? { commits } : { commits, headSha };
    await deps.commit(caller, {
      writes: [
        deps.releases.update(release, isoOf(caller.at), changes),
        ...(cycle ? [deps.releases.cycles.update(cycle, known)] : []),
        ...(generated ? [deps.notes.put(generated)] : []),
      ],
      events: [],
      audit: auditOf(release, 'regression.commits_listed', { cycle: regressionCycle, headSha, commits: found.length }),
    });
  });
