// The `tasks` function of the releases domain: tasks of the state machines that drive releases, and of the
// one that removes a tenant.
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { createStart, createTokenAnswerer } from '../_kit/workflow/executions.ts';
import { taskHandler, whileThere } from '../_kit/workflow/task.ts';
import { createTimeLeft } from '../_kit/workflow/time-left.ts';
import { createPlanningSources } from './creation/planning-sources.ts';
import { manifest } from './manifest.ts';
import { connectOutside } from './outside/connect-outside.ts';
import { createCascade } from './removal/cascade.ts';
import { tasks } from './tasks.ts';
import { endWorkflow } from './workflow/plan.ts';

const environment = readEnvironment(manifest.lambdas.tasks.environment);
const table = connectTable(environment.TABLE_NAME);
const integrations = createIntegrationRepo(table);
const time = createTimeLeft();

/** For each call; a task has two minutes for all of them. The effect: statemachines/release-lifecycle/README.md. */
const PATIENCE_MS = 30_000;

const deps = {
  integrations,
  uses: createIntegrationUseRepo(table),
  ...createPlanningSources(table),
  commit: createCommit(table),
  now: Date.now,
  start: createStart(manifest.lambdas.tasks),
  tokens: createTokenAnswerer(),
  outside: connectOutside(environment, integrations, PATIENCE_MS, time),
  cascade: createCascade(table, time.leftMs),
};

export const handler = time.measure(
  taskHandler({ ...whileThere(tasks, deps.cascade.isThere, endWorkflow), removeReleases: tasks.removeReleases }, deps),
);
