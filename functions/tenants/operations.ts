// The operations of the tenants domain, one per route of its manifest.
import type { Operations } from '../_kit/http/http-handler.ts';
import type { TenantsDeps } from './deps.ts';
import type { manifest } from './manifest.ts';
import { getMe } from './ops/get-me.ts';
import { listMembers } from './ops/list-members.ts';

export const operations: Operations<typeof manifest, TenantsDeps> = { getMe, listMembers };
