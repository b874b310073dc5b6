// Requests new builds of a hotfix if commits were pushed to its branch while it was built; without them the fix would miss commits.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { requestBuilds as decide } from '../../../entities/releases/regression/regression.model.ts';
import { auditOf } from '../deps.ts';
import { buildsRequested, newTriggerId, writesOf } from '../workflow/moves.ts';
import { atStep } from './step.ts';

export const requestBuilds = atStep('REQUEST_BUILDS', (whole, caller, deps) => {
  const { release } = whole;
  const move = decide(whole, newTriggerId);
  const pipelines = [...move.pipelines.keys()];
  return {
    writes: writesOf(whole, move, isoOf(caller.at), deps.releases),
    events: buildsRequested(caller, release, pipelines),
    audit: auditOf(release, 'build.requested', { pipelines, pending: release.pendingCommits?.length ?? 0 }),
  };
});
