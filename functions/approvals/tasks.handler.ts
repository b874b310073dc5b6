// The `tasks` function of the approvals domain.
import { createApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createTenantPresence } from '../../entities/tenants/removal/tenant-presence.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createCommit } from '../_kit/commit.ts';
import { readEnvironment } from '../_kit/env.ts';
import { connectTable } from '../_kit/table.ts';
import { taskHandler, whileThere } from '../_kit/workflow/task.ts';
import { manifest } from './manifest.ts';
import { requestSignOff } from './tasks/request-sign-off.ts';

const table = connectTable(readEnvironment(manifest.lambdas.tasks.environment).TABLE_NAME);

export const handler = taskHandler(
  // The workflow goes on to what it waits for, and ends there.
  whileThere({ requestSignOff }, createTenantPresence(table), async () => null),
  {
    approvals: createApprovalRepo(table),
    integrations: createIntegrationRepo(table),
    releases: createReleaseRepo(table),
    tenants: createTenantRepo(table),
    commit: createCommit(table),
    now: Date.now,
  },
);
