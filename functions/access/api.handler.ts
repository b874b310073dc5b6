// The `api` function of the access domain.
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { AccessDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { getMe } from './ops/get-me.ts';

export const operations: Operations<typeof manifest, AccessDeps> = { getMe };

export const handler = apiOf(manifest, operations, ({ table }) => ({ tenants: createTenantRepo(table) }));
