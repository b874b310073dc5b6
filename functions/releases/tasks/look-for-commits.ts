// Looks in the SCM for commits on the branch of a hotfix that its base lacks: a fix that existed before, or a push that was not
// reported.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { auditOf } from '../deps.ts';
import { startOfNotes } from '../notes/notes.ts';
import { headOfRelease } from '../scm/release-branch.ts';
import { lookAtStep, type TaskDeps } from './step.ts';

const UNKNOWN = ['integration.ref_unknown', 'integration.refused'];

/** True also if the base is unknown: then nothing proves that the branch has no new commits. */
async function hasNews({ release }: WholeRelease, deps: TaskDeps): Promise<boolean> {
  const { tenantId, scmIntegrationId, branchRelease: branch, branchSha, baseTag } = release;
  const scm = await deps.outside.scm(tenantId, scmIntegrationId);
  if ((await headOfRelease(scm, release)) !== branchSha) return true;
  const base = baseTag ?? (await startOfNotes(scm, release, deps));
  if (base === undefined) return true;
  try {
    return (await scm.commitsBetween({ base, head: branch, limit: 1 })).length > 0;
  } catch (error) {
    if (isDomainError(error) && UNKNOWN.includes(error.code)) return true;
    throw error;
  }
}

export const lookForCommits = lookAtStep('AWAIT_COMMITS', async (whole, caller, deps) => {
  if (!(await hasNews(whole, deps))) return undefined;
  const { release } = whole;
  return {
    writes: [deps.releases.update(release, isoOf(caller.at), { hasCommits: true })],
    events: [],
    audit: auditOf(release, 'release.commits_found', { branch: release.branchRelease }),
  };
});
