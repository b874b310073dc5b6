// Cuts branchRelease from baseBranch, or a hotfix from baseTag, and claims the CI events of that branch for the release. It takes or
// moves an existing branch only if a person said so.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseBranchCut } from '../../../entities/releases/events.ts';
import { auditOf, factsOf } from '../deps.ts';
import { authorsAt } from '../notes/authors.ts';
import { createAsking } from '../scm/asking.ts';
import { atStep } from './step.ts';

const ACTIONS = { MADE: 'release.branch_cut', TAKEN: 'release.branch_taken', MOVED: 'release.branch_moved' } as const;

export const cutReleaseBranch = atStep('CUT_BRANCH', async ({ release: loaded }, caller, deps) => {
  const { tenantId, releaseId, branchRelease: branch } = loaded;
  const from = loaded.baseTag ?? loaded.baseBranch;
  const scm = await deps.outside.scm(tenantId, loaded.scmIntegrationId);
  const asking = createAsking(loaded, caller, deps);
  const { sha, did, movedFrom } = await asking.ask('branch', branch, (own) =>
    scm.createBranch({ branch, from, ...(loaded.baseTag === undefined ? {} : { isFromTag: true }), ...own }),
  );
  const release = asking.release();
  const authors = await authorsAt(scm, release, sha, deps);
  const details = { branch, sha, ...(did === 'TAKEN' ? {} : { from }), movedFrom };
  return {
    writes: [
      deps.releases.update(release, isoOf(caller.at), { branchSha: sha }),
      deps.releases.claimBranch(release),
      ...authors,
    ],
    events: [ReleaseBranchCut.create(caller, releaseId, { ...factsOf(release), branch, sha, did, movedFrom })],
    audit: auditOf(release, ACTIONS[did], details),
  };
});
