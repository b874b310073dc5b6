// The releases to which a rollback may go, the best first. Pure. Source: orchestrators-and-dora, "Rollback": the last verified release; a
// rollback of a rollback is legal.
import type { DeploymentItem } from '../deployment.entity.ts';
import { deploymentErrors } from '../errors.ts';
import type { LiveItem, Run } from '../live/live.entity.ts';
import { liveRun } from '../live/live.model.ts';
import { isEnd } from '../reports/told.model.ts';

type Rolled = Pick<DeploymentItem, 'deploymentId' | 'status' | 'version' | 'rollbackOf' | 'finishedAt'>;

/**
 * Only the deployment that is live is rolled back, or a later one that did not succeed, from which targets may have its version. A rollback
 * that is rolled back goes to what it took back. Throws `deployment.under_way` or `deployment.not_live`.
 */
export function goBackTo(
  deployment: Rolled,
  live: Pick<LiveItem, 'recent' | 'takenDownAt'> | undefined,
): readonly Run[] {
  const { deploymentId, status, finishedAt = '', rollbackOf } = deployment;
  if (!isEnd(status)) {
    throw deploymentErrors.under_way({ detail: 'It has not ended; cancel it first.', legal: ['cancelDeployment'] });
  }
  const run = live && liveRun(live);
  const isLive = run?.deploymentId === deploymentId;
  const hasNotSucceeded = status === 'FAILED' || status === 'CANCELLED';
  if (!isLive && !(hasNotSucceeded && (run === undefined || run.since <= finishedAt))) {
    const now = run === undefined ? 'Nothing of the service is live there.' : `${run.version} is live there.`;
    throw deploymentErrors.not_live({ detail: `${now} Roll that deployment back.`, legal: [] });
  }
  const recent = live?.recent ?? [];
  const undone = isLive ? recent.filter((one) => one.deploymentId === rollbackOf) : [];
  const good = recent.filter((one) => one.rolledBackBy === undefined && one.deploymentId !== deploymentId);
  return [...undone, ...good].filter((one) => one.version !== deployment.version && one.releaseId !== undefined);
}

/** Throws also `deployment.nothing_before`; whether the releases have digests, an operation reads. */
export function assertGoesBack(...of: Parameters<typeof goBackTo>): void {
  if (goBackTo(...of).length === 0) throw deploymentErrors.nothing_before();
}
