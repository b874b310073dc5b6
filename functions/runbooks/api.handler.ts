// The `api` function of the runbooks domain.
import { createApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createRunbookRepo } from '../../entities/runbooks/runbook.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { RunbooksDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { createRunbook } from './ops/create-runbook.ts';
import { deleteRunbook } from './ops/delete-runbook.ts';
import { diffRunbookRevision } from './ops/diff-runbook-revision.ts';
import { getRunbook } from './ops/get-runbook.ts';
import { getRunbookRevision } from './ops/get-runbook-revision.ts';
import { listRunbookRevisions } from './ops/list-runbook-revisions.ts';
import { listRunbooks } from './ops/list-runbooks.ts';
import { listRunbooksOfApproval } from './ops/list-runbooks-of-approval.ts';
import { listRunbooksOfRelease } from './ops/list-runbooks-of-release.ts';
import { restoreRunbookRevision } from './ops/restore-runbook-revision.ts';
import { updateRunbook } from './ops/update-runbook.ts';

export const operations: Operations<typeof manifest, RunbooksDeps> = {
  createRunbook,
  listRunbooks,
  getRunbook,
  updateRunbook,
  deleteRunbook,
  listRunbookRevisions,
  getRunbookRevision,
  diffRunbookRevision,
  restoreRunbookRevision,
  listRunbooksOfRelease,
  listRunbooksOfApproval,
};

export const handler = apiOf(manifest, operations, ({ table }) => ({
  runbooks: createRunbookRepo(table),
  releases: createReleaseRepo(table),
  approvals: createApprovalRepo(table),
  services: createServiceRepo(table),
}));
