// The tasks of the releases domain, by the names that the state machine calls them. That of a release which was deleted does
// nothing and answers that the workflow is over.

import { isGone } from '../_kit/bus/gone.ts';
import type { Task } from '../_kit/workflow/task.ts';
import type { manifest } from './manifest.ts';
import { awaitChange } from './tasks/await-change.ts';
import { checkDeadline } from './tasks/check-deadline.ts';
import { completeRelease } from './tasks/complete-release.ts';
import { createEpics } from './tasks/create-epics.ts';
import { createTrainRelease } from './tasks/create-train-release.ts';
import { cutReleaseBranch } from './tasks/cut-release-branch.ts';
import { kickOffPlanned } from './tasks/kick-off-planned.ts';
import { listCommits } from './tasks/list-commits.ts';
import { lookAtBuilds } from './tasks/look-at-builds.ts';
import { lookAtStores } from './tasks/look-at-stores.ts';
import { lookForCommits } from './tasks/look-for-commits.ts';
import { pauseAfterFailure } from './tasks/pause-after-failure.ts';
import { planNextStep } from './tasks/plan-next-step.ts';
import { publishRelease } from './tasks/publish-release.ts';
import { removeReleases } from './tasks/remove-releases.ts';
import { requestBuilds } from './tasks/request-builds.ts';
import { startRegression } from './tasks/start-regression.ts';
import { startRelease } from './tasks/start-release.ts';
import type { TaskDeps } from './tasks/step.ts';
import { submitRelease } from './tasks/submit-release.ts';
import { submitTarget } from './tasks/submit-target.ts';
import { triggerBuild } from './tasks/trigger-build.ts';
import { GONE } from './workflow/plan.ts';

type Tasks = Readonly<Record<keyof typeof manifest.tasks, Task<TaskDeps>>>;

const named: Tasks = {
  planNextStep,
  awaitChange,
  checkDeadline,
  createTrainRelease,
  kickOffPlanned,
  cutReleaseBranch,
  createEpics,
  startRelease,
  lookForCommits,
  lookAtBuilds,
  requestBuilds,
  triggerBuild,
  startRegression,
  listCommits,
  submitRelease,
  submitTarget,
  lookAtStores,
  publishRelease,
  completeRelease,
  pauseAfterFailure,
  removeReleases,
};

const untilGone =
  (task: Task<TaskDeps>): Task<TaskDeps> =>
  (input, deps) =>
    task(input, deps).catch((error: unknown) => {
      if (!isGone('release', error)) throw error;
      return GONE;
    });

export const tasks = Object.fromEntries(
  Object.entries<Task<TaskDeps>>(named).map(([name, task]) => [name, untilGone(task)]),
) as Tasks;
