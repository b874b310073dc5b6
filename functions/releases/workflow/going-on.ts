// Decides how a paused release goes on, whether a route or a chat asked for it.
import { ReleaseResumed } from '../../../entities/releases/events.ts';
import { resume, retry } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import { assertNoBuildToTrigger } from '../../../entities/releases/regression/regression.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { Caller } from '../../_kit/save.ts';
import { factsOf } from '../deps.ts';

const goingOn = (caller: Caller, { release }: WholeRelease) => [
  ReleaseResumed.create(caller, release.releaseId, factsOf(release)),
];

/** Throws what a resume cannot be done for. */
export const resumed = (caller: Caller, whole: WholeRelease) => ({
  changes: resume(whole.release),
  events: goingOn(caller, whole),
  action: 'release.resumed',
});

/** As `resumed`, at the task that failed. */
export function retried(caller: Caller, whole: WholeRelease) {
  assertNoBuildToTrigger(whole);
  return { changes: retry(whole.release), events: goingOn(caller, whole), action: 'release.retried' };
}
