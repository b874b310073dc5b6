// The `tasks` function of the releases domain: tasks of the state machines that drive releases, and of the
// one that removes a tenant.
import { SFNClient } from '@aws-sdk/client-sfn';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/integration-use.repo.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { taskHandler, whileThere } from '../_kit/task.ts';
import { createTimeLeft } from '../_kit/time-left.ts';
import { createCascade } from './cascade.ts';
import { connectOutside } from './connect-outside.ts';
import { createTaskWorkflows } from './lifecycle-client.ts';
import { manifest } from './manifest.ts';
import { endWorkflow } from './plan.ts';
import { createPlanningSources } from './planning-sources.ts';
import { tasks } from './tasks.ts';

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
  ...createTaskWorkflows(new SFNClient({}), environment.RELEASE_DEADLINE_ARN),
  outside: connectOutside(environment, integrations, PATIENCE_MS, time),
  cascade: createCascade(table, time.leftMs),
};

export const handler = time.measure(
  taskHandler({ ...whileThere(tasks, deps.cascade.isThere, endWorkflow), removeReleases: tasks.removeReleases }, deps),
);
