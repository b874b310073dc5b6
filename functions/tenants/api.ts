// The API of the tenants domain, bound to its environment. Loaded by api.handler.ts.
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { readEnvironment } from '../_kit/env.ts';
import { httpHandler } from '../_kit/http/http-handler.ts';
import { createHttpKit } from '../_kit/http/kit.ts';
import { connectTable } from '../_kit/table.ts';
import { manifest } from './manifest.ts';
import { operations } from './operations.ts';

const environment = readEnvironment(manifest.lambdas.api.environment);
const table = connectTable(environment.TABLE_NAME);

export const handler = httpHandler(manifest, operations, createHttpKit(table), {
  tenants: createTenantRepo(table),
});
