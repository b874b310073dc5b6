// The `tasks` function of the approvals domain.
import { createApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { taskHandler } from '../_kit/task.ts';
import { manifest } from './manifest.ts';
import { requestSignOff } from './tasks/request-sign-off.ts';

const table = connectTable(readEnvironment(manifest.lambdas.tasks.environment).TABLE_NAME);

export const handler = taskHandler(
  { requestSignOff },
  {
    approvals: createApprovalRepo(table),
    releases: createReleaseRepo(table),
    tenants: createTenantRepo(table),
    commit: createCommit(table),
    now: Date.now,
  },
);
