// The `tasks` function of the releases domain: tasks of the state machines that drive releases, and of the machine that removes a
// tenant.
import { createComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createReleaseContentRepo } from '../../entities/releases/contents/release-content.repo.ts';
import { createReleaseListRepo } from '../../entities/releases/lists/release-list.repo.ts';
import { createReleaseNotesRepo } from '../../entities/releases/notes/release-notes.repo.ts';
import { createReleaseOriginRepo } from '../../entities/releases/planning/release-origin.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import { createStart, createTokenAnswerer } from '../_kit/workflow/executions.ts';
import { type IfDeleted, type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import { manifest } from './manifest.ts';
import { connectOutside } from './outside.ts';
import { awaitChange } from './tasks/await-change.ts';
import { checkDeadline } from './tasks/check-deadline.ts';
import { completeRelease } from './tasks/complete-release.ts';
import { createEpics } from './tasks/create-epics.ts';
import { createTrainRelease } from './tasks/create-train-release.ts';
import { cutReleaseBranch } from './tasks/cut-release-branch.ts';
import { decideNextStep } from './tasks/decide-next-step.ts';
import { kickOffPlanned } from './tasks/kick-off-planned.ts';
import { listCommits } from './tasks/list-commits.ts';
import { lookAtBuilds } from './tasks/look-at-builds.ts';
import { lookAtStores } from './tasks/look-at-stores.ts';
import { lookForCommits } from './tasks/look-for-commits.ts';
import { pauseAfterFailure } from './tasks/pause-after-failure.ts';
import { publishRelease } from './tasks/publish-release.ts';
import { createCascade, removeReleases } from './tasks/remove-releases.ts';
import { requestBuilds } from './tasks/request-builds.ts';
import { startRegression } from './tasks/start-regression.ts';
import { startRelease } from './tasks/start-release.ts';
import type { TaskDeps } from './tasks/step.ts';
import { submitRelease } from './tasks/submit-release.ts';
import { submitTarget } from './tasks/submit-target.ts';
import { triggerBuild } from './tasks/trigger-build.ts';
import { endWorkflow } from './workflow/next-step.ts';

export const tasks: Tasks<typeof manifest, TaskDeps> = {
  decideNextStep,
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

/** The time for the attempts of one call; a task has two minutes in all. See statemachines/release-lifecycle/README.md. */
const PATIENCE_MS = 30_000;

export const handler = tasksOf(
  manifest,
  tasks,
  ({ environment, table, save, now, leftMs }) => {
    const integrations = createIntegrationRepo(table);
    return {
      releases: createReleaseRepo(table),
      releaseList: createReleaseListRepo(table),
      contents: createReleaseContentRepo(table),
      notes: createReleaseNotesRepo(table),
      origins: createReleaseOriginRepo(table),
      uses: createIntegrationUseRepo(table),
      integrations,
      people: createPeopleRepo(table),
      tenants: createTenantRepo(table),
      services: createServiceRepo(table),
      components: createComponentRepo(table),
      trains: createTrainRepo(table),
      save,
      now,
      start: createStart(manifest.lambdas.tasks),
      tokens: createTokenAnswerer(),
      outside: connectOutside(environment, integrations, PATIENCE_MS, leftMs, table),
      cascade: createCascade(table, leftMs),
    };
  },
  ifDeleted,
);
