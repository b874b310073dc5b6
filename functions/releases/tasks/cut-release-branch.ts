// Cuts branchRelease from baseBranch, or a hotfix from baseTag, and makes the release known to the CI events of that branch.
import { ReleaseBranchCut } from '../../../entities/releases/events.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { atStep, type TaskDeps } from './step.ts';

export const cutReleaseBranch = (raw: unknown, deps: TaskDeps) =>
  atStep('CUT_BRANCH', raw, deps, async ({ release }, caller) => {
    const { tenantId, releaseId, branchRelease: branch } = release;
    const from = release.baseTag ?? release.baseBranch;
    const scm = await deps.outside.scm(tenantId, release.scmIntegrationId);
    const { sha } = await scm.createBranch({ branch, from, mayBeOurs: true });
    await deps.commit(caller, {
      writes: [deps.releases.update(release, isoOf(caller.at), { branchSha: sha }), deps.releases.claimBranch(release)],
      events: [ReleaseBranchCut.create(caller, releaseId, { ...factsOf(release), branch, sha })],
      audit: auditOf(release, 'release.branch_cut', { branch, from, sha }),
    });
  });
