// To BUILD_SUBMITTED: after the sign-off, or from STARTED for a hotfix, unless a hotfix of the service goes first. It fixes the shipped
// commit. Commits that were pushed to a hotfix after its builds need new builds first.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { lastBuild, stillPending } from '../../../entities/releases/builds/shipped.model.ts';
import { ReleaseSubmitted } from '../../../entities/releases/events.ts';
import { submit } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { builtCommits, corrected, shasOf } from '../builds/built-commits.ts';
import { auditOf, factsOf } from '../deps.ts';
import { headOfRelease } from '../scm/release-branch.ts';
import { isHeldBack } from '../stores/hotfix.ts';
import { atStep, type TaskDeps } from './step.ts';

/** The shipped commit: the head of the cycle, or else the branch in the SCM. */
async function readShipped(whole: WholeRelease, deps: TaskDeps) {
  const { release } = whole;
  if (release.listedSha !== undefined) return { sha: release.listedSha };
  const scm = await deps.outside.scm(release.tenantId, release.scmIntegrationId);
  if (lastBuild(whole) === undefined) return { sha: await headOfRelease(scm, release), hasAll: true };
  return builtCommits(whole, release.branchSha, scm);
}

export const submitRelease = atStep('SUBMIT', async (whole, caller, deps) => {
  if (await isHeldBack(whole, caller, deps)) return undefined;
  const { release } = whole;
  const at = isoOf(caller.at);
  const shipped = await readShipped(whole, deps);
  const corrections = 'corrections' in shipped ? corrected(whole, shipped, at, deps.releases) : [];
  const pendingCommits =
    'unbuilt' in shipped ? stillPending(release, shasOf(shipped.commits), shasOf(shipped.unasked)) : undefined;
  if (pendingCommits) {
    return {
      writes: [deps.releases.update(release, at, { pendingCommits }), ...corrections],
      events: [],
      audit: auditOf(release, 'release.commits_found', { pending: pendingCommits.length }),
    };
  }
  const shippedSha = shipped.sha;
  const all = 'hasAll' in shipped ? { pendingCommits: undefined } : {};
  return {
    writes: [deps.releases.update(release, at, { ...submit(release), ...all, shippedSha }), ...corrections],
    events: [ReleaseSubmitted.create(caller, release.releaseId, { ...factsOf(release), commitSha: shippedSha })],
    audit: auditOf(release, 'release.submitted', { from: release.status, commitSha: shippedSha }),
  };
});
