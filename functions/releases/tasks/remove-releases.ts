// Removes the releases of a deleted tenant, page by page while there is time: ends the wait of each and removes its items. It writes
// no event or audit entry of a release, since the deletion of the tenant has them.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Table } from '../../../entities/_base/table/table.ts';
import { createApprovalRepo } from '../../../entities/approvals/approval.repo.ts';
import {
  createReleaseCascadeRepo,
  type ListedRelease,
} from '../../../entities/releases/removal/release-cascade.repo.ts';
import { tenantErrors } from '../../../entities/tenants/errors.ts';
import { createTenantPresence } from '../../../entities/tenants/removal/tenant-presence.repo.ts';
import {
  type RemovalProgress,
  tenantRemovalTask,
} from '../../../statemachines/tenant-removal/tenant-removal.contract.ts';
import type { BackgroundDeps } from '../deps.ts';
import { endWait } from '../workflow/next-step.ts';

/** The time that a page of releases may take. */
const PAGE_MS = 30_000;

export type Cascade = ReturnType<typeof createCascade>;

/** `leftMs`: milliseconds until the function's time-out. */
export const createCascade = (table: Table, leftMs: () => number) => ({
  releases: createReleaseCascadeRepo(table),
  approvals: createApprovalRepo(table),
  isThere: createTenantPresence(table),
  hasTime: () => leftMs() > PAGE_MS,
});

interface RemovalDeps extends BackgroundDeps {
  readonly cascade: Cascade;
}

async function removeOne(listed: ListedRelease, deps: RemovalDeps): Promise<void> {
  const { tenantId, releaseId } = listed;
  await endWait(tenantId, releaseId, deps);
  await deps.cascade.approvals.removeOf(tenantId as TenantId, releaseId);
  await deps.cascade.releases.remove(listed);
}

/** Done only when the list was empty, as the list may lag behind. Throws `tenant.not_deleted`. */
export async function removeReleases(raw: unknown, deps: RemovalDeps): Promise<RemovalProgress> {
  const { tenantId } = tenantRemovalTask.parse(raw);
  const { releases, isThere, hasTime } = deps.cascade;
  if (await isThere(tenantId)) throw tenantErrors.not_deleted();
  let isDone = true;
  for await (const page of releases.pages(tenantId)) {
    isDone = false;
    await Promise.all(page.map((listed) => removeOne(listed, deps)));
    if (!hasTime()) break;
  }
  return { isDone };
}
