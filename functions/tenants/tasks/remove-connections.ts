// Removes everything through which a deleted tenant could act or be told: tokens, webhooks, trains, integrations.
import {
  type RemovalProgress,
  tenantRemovalTask,
} from '../../../statemachines/tenant-removal/tenant-removal.contract.ts';
import { type RemovalDeps, whoIsDeleted } from './who-is-deleted.ts';

/** Throws `tenant.not_deleted`. */
export async function removeConnections(raw: unknown, deps: RemovalDeps): Promise<RemovalProgress> {
  const { tenantId } = tenantRemovalTask.parse(raw);
  await whoIsDeleted(tenantId, deps);
  return { isDone: await deps.remains.removeConnections(tenantId, deps.hasTime) };
}
