// The `tasks` function of the tenants domain: an operator invokes it (stack output BootstrapFunctionName), and the tenant-removal
// state machine.

import { createTenantRemainsRepo } from '../../entities/tenants/removal/tenant-remains.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { taskHandler } from '../_kit/workflow/task.ts';
import { createTimeLeft } from '../_kit/workflow/time-left.ts';
import { manifest } from './manifest.ts';
import { tasks } from './tasks.ts';

const table = connectTable(readEnvironment(manifest.lambdas.tasks.environment).TABLE_NAME);
const time = createTimeLeft();

/** For what is under way when no more is begun. */
const RESERVE_MS = 15_000;

export const handler = time.measure(
  taskHandler(tasks, {
    tenants: createTenantRepo(table),
    remains: createTenantRemainsRepo(table),
    commit: createCommit(table),
    now: Date.now,
    hasTime: () => time.leftMs() > RESERVE_MS,
  }),
);
