// The API of the approvals domain, bound to its environment. Loaded by api.handler.ts.
import { createApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { readEnvironment } from '../_kit/env.ts';
import { httpHandler } from '../_kit/http/http-handler.ts';
import { createHttpKit } from '../_kit/http/kit.ts';
import { connectTable } from '../_kit/table.ts';
import { manifest } from './manifest.ts';
import { operations } from './operations.ts';

const table = connectTable(readEnvironment(manifest.lambdas.api.environment).TABLE_NAME);

export const handler = httpHandler(manifest, operations, createHttpKit(table), {
  approvals: createApprovalRepo(table),
  integrations: createIntegrationRepo(table),
  releases: createReleaseRepo(table),
  tenants: createTenantRepo(table),
});
