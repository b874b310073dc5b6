// The `api` function of the console's feed.
import { createAuditLogRepo } from '../../entities/audit/audit-log.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { ConsoleDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { getFeed } from './ops/get-feed.ts';

export const operations: Operations<typeof manifest, ConsoleDeps> = { getFeed };

export const handler = apiOf(manifest, operations, ({ table }) => ({ log: createAuditLogRepo(table) }));
