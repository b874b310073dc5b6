// The `tasks` function of the trains domain: tasks of the release-train state machine.
import { createTenantPresence } from '../../entities/tenants/removal/tenant-presence.repo.ts';
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { taskHandler, whileThere } from '../_kit/workflow/task.ts';
import { manifest } from './manifest.ts';
import { STOP } from './tasks/plan-departure.ts';
import { tasks } from './tasks.ts';

const table = connectTable(readEnvironment(manifest.lambdas.tasks.environment).TABLE_NAME);

const deps = { trains: createTrainRepo(table), commit: createCommit(table), now: Date.now };

export const handler = taskHandler(
  whileThere(tasks, createTenantPresence(table), async () => STOP),
  deps,
);
