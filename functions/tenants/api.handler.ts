// The `api` function of the tenants domain.
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { readEnvironment } from '../_kit/env.ts';
import { httpHandler } from '../_kit/http/http-handler.ts';
import { createHttpKit } from '../_kit/http/kit.ts';
import { connectTable } from '../_kit/table.ts';
import { manifest } from './manifest.ts';
import { getMe } from './ops/get-me.ts';
import { listMembers } from './ops/list-members.ts';

const environment = readEnvironment(manifest.lambdas.api.environment);
const table = connectTable(environment.TABLE_NAME);

export const handler = httpHandler(manifest, { getMe, listMembers }, createHttpKit(table), {
  tenants: createTenantRepo(table),
});
