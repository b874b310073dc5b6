// The `tasks` function of the releases domain: tasks of the state machines that drive releases, and of the one that removes a
// tenant.
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import { createStart, createTokenAnswerer } from '../_kit/workflow/executions.ts';
import { type IfDeleted, type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import { createPlanningSources } from './creation/planning-sources.ts';
import { manifest } from './manifest.ts';
import { connectOutside } from './outside/connect-outside.ts';
import { createCascade } from './removal/cascade.ts';
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
import { endWorkflow } from './workflow/plan.ts';

export const tasks: Tasks<typeof manifest, TaskDeps> = {
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

export const ifDeleted: IfDeleted<TaskDeps> = { about: 'release', answer: endWorkflow };

/** Of a call; a task has two minutes for all of them. The effect: statemachines/release-lifecycle/README.md. */
const PATIENCE_MS = 30_000;

export const handler = tasksOf(
  manifest,
  tasks,
  ({ environment, table, save, now, leftMs }) => {
    const integrations = createIntegrationRepo(table);
    return {
      ...createPlanningSources(table),
      integrations,
      uses: createIntegrationUseRepo(table),
      save,
      now,
      start: createStart(manifest.lambdas.tasks),
      tokens: createTokenAnswerer(),
      outside: connectOutside(environment, integrations, PATIENCE_MS, leftMs),
      cascade: createCascade(table, leftMs),
    };
  },
  ifDeleted,
);
