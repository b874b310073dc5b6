// The API of the releases domain, bound to its environment. Loaded by api.handler.ts.
import { createAuditRepo } from '../../entities/audit/audit-entry.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createReleaseListRepo } from '../../entities/releases/lists/release-list.repo.ts';
import { createReleaseNotesRepo } from '../../entities/releases/notes/release-notes.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { readEnvironment } from '../_kit/env.ts';
import { httpHandler } from '../_kit/http/http-handler.ts';
import { createHttpKit } from '../_kit/http/kit.ts';
import { connectTable } from '../_kit/table.ts';
import { manifest } from './manifest.ts';
import { operations } from './operations.ts';

const table = connectTable(readEnvironment(manifest.lambdas.api.environment).TABLE_NAME);

export const handler = httpHandler(manifest, operations, createHttpKit(table), {
  releases: createReleaseRepo(table),
  releaseList: createReleaseListRepo(table),
  uses: createIntegrationUseRepo(table),
  notes: createReleaseNotesRepo(table),
  integrations: createIntegrationRepo(table),
  tenants: createTenantRepo(table),
  audit: createAuditRepo(table),
});
