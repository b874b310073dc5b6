// The `tasks` function of the releases domain: the tasks of the release-lifecycle state machine.
import { SFNClient } from '@aws-sdk/client-sfn';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { taskHandler } from '../_kit/task.ts';
import { createTimeLeft } from '../_kit/time-left.ts';
import { connectOutside } from './connect-outside.ts';
import { createTaskWorkflows } from './lifecycle-client.ts';
import { manifest } from './manifest.ts';
import { createPlanningSources } from './planning-sources.ts';
import { tasks } from './tasks.ts';

const environment = readEnvironment(manifest.lambdas.tasks.environment);
const table = connectTable(environment.TABLE_NAME);
const integrations = createIntegrationRepo(table);
const time = createTimeLeft();

/** For each call; a task has two minutes for all of them. What this comes to: statemachines/release-lifecycle/README.md. */
const PATIENCE_MS = 30_000;

export const handler = time.measure(
  taskHandler(tasks, {
    integrations,
    ...createPlanningSources(table),
    commit: createCommit(table),
    now: Date.now,
    ...createTaskWorkflows(new SFNClient({}), environment.RELEASE_DEADLINE_ARN),
    outside: connectOutside(environment, integrations, PATIENCE_MS, time),
  }),
);
