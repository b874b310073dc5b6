// The `api` function of the audit domain.
import { KMSClient } from '@aws-sdk/client-kms';
import { createAuditLogRepo } from '../../entities/audit/audit-log.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { AuditDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { exportAuditEntries } from './ops/export-audit-entries.ts';
import { listAuditEntries } from './ops/list-audit-entries.ts';
import { listAuditHeads } from './ops/list-audit-heads.ts';
import { verifyAudit } from './ops/verify-audit.ts';
import { createSigner } from './sealing/signer.ts';

export const operations: Operations<typeof manifest, AuditDeps> = {
  listAuditEntries,
  exportAuditEntries,
  verifyAudit,
  listAuditHeads,
};

export const handler = apiOf(manifest, operations, ({ table, environment }) => ({
  log: createAuditLogRepo(table),
  signer: createSigner(environment.SIGNING_KEY_ID, new KMSClient({})),
}));
