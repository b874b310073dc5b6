// Removes the releases of a deleted tenant, page by page while there is time: ends the wait of each and removes its items. It writes
// no event or audit entry of a release, since the deletion of the tenant has them.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { ListedRelease } from '../../../entities/releases/removal/release-cascade.repo.ts';
import { tenantErrors } from '../../../entities/tenants/errors.ts';
import {
  type RemovalProgress,
  tenantRemovalTask,
} from '../../../statemachines/tenant-removal/tenant-removal.contract.ts';
import { endWait } from '../workflow/next-step.ts';
import type { TaskDeps } from './step.ts';

async function removeOne(listed: ListedRelease, deps: TaskDeps): Promise<void> {
  const { tenantId, releaseId } = listed;
  await endWait(tenantId, releaseId, deps);
  await deps.cascade.approvals.removeOf(tenantId as TenantId, releaseId);
  await deps.cascade.releases.remove(listed);
}

/** Done only when the list was empty, as the list may lag behind. Throws `tenant.not_deleted`. */
export async function removeReleases(raw: unknown, deps: TaskDeps): Promise<RemovalProgress> {
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
