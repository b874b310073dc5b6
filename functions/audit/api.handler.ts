// The `api` function of the audit domain.
import { createAuditLogRepo } from '../../entities/audit/audit-log.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { AuditDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { listAuditEntries } from './ops/list-audit-entries.ts';

export const operations: Operations<typeof manifest, AuditDeps> = { listAuditEntries };

export const handler = apiOf(manifest, operations, ({ table }) => ({ log: createAuditLogRepo(table) }));
