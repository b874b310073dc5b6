// The `tasks` function of the tenants domain; an operator invokes it (stack output BootstrapFunctionName).
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { taskHandler } from '../_kit/task.ts';
import { manifest } from './manifest.ts';
import { bootstrapTenant } from './tasks/bootstrap-tenant.ts';

const table = connectTable(readEnvironment(manifest.lambdas.tasks.environment).TABLE_NAME);

export const handler = taskHandler(
  { bootstrapTenant },
  { tenants: createTenantRepo(table), commit: createCommit(table), now: Date.now },
);
