// The status of a build by the words of each CI system. Readers of events and clients share them; clients need no more of the readers.
import type { BuildReport } from '../builds/build-report.model.ts';

type Status = BuildReport['status'];

/** Conclusions with which checks pass (docs.github.com, "About status checks"). */
const GOOD: readonly unknown[] = ['success', 'neutral'];
const GIVEN_UP: readonly unknown[] = ['cancelled', 'skipped', 'stale'];
/** The run waits for a person and continues as the same attempt. */
const WAITS = 'action_required';

interface GithubRun {
  readonly status?: string | null | undefined;
  readonly conclusion?: string | null | undefined;
}

/** All other conclusions of GitHub are failures. */
export function statusOfGithubRun({ status, conclusion }: GithubRun): Status {
  if (status !== 'completed' || conclusion === WAITS) return 'RUNNING';
  if (GOOD.includes(conclusion)) return 'SUCCESS';
  return GIVEN_UP.includes(conclusion) ? 'CANCELLED' : 'FAILED';
}

/** All other statuses come before the end: created, pending, running, manual, scheduled, canceling, … */
const GITLAB_ENDS = new Map<string | undefined, Status>([
  ['success', 'SUCCESS'],
  ['failed', 'FAILED'],
  ['canceled', 'CANCELLED'],
  ['skipped', 'CANCELLED'],
]);

/** Undefined for a pipeline that has not ended. */
export const endOfGitlabPipeline = (status: string | undefined): Status | undefined => GITLAB_ENDS.get(status);

const JENKINS_RESULTS = new Map<string | null | undefined, Status>([
  ['SUCCESS', 'SUCCESS'],
  ['FAILURE', 'FAILED'],
  ['UNSTABLE', 'FAILED'],
  ['ABORTED', 'CANCELLED'],
  ['NOT_BUILT', 'CANCELLED'],
]);

/** The status for a result of Jenkins, from any plugin; undefined for any other word. */
export const statusOfJenkinsResult = (result: string | null | undefined): Status | undefined =>
  JENKINS_RESULTS.get(result);
