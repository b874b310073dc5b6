// The `api` function of the tenants domain.
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { TenantsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { getTenant } from './ops/get-tenant.ts';
import { updateTenant } from './ops/update-tenant.ts';

export const operations: Operations<typeof manifest, TenantsDeps> = { getTenant, updateTenant };

export const handler = apiOf(manifest, operations, ({ table }) => ({ tenants: createTenantRepo(table) }));
