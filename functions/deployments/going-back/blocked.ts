// The reasons for which a deployment or rollback does not begin: an emergency stop, or a closed freeze calendar, except windows that allow
// rollbacks.
import type { DomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { deploymentErrors } from '../../../entities/deployments/errors.ts';
import type { EnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { freezeAt } from '../../../entities/environments/freezes/calendar.model.ts';
import { appliesTo } from '../../../entities/environments/freezes/freeze-window.model.ts';
import type { FreezeWindowRepo } from '../../../entities/environments/freezes/freeze-window.repo.ts';

export interface BlockingDeps {
  readonly environments: Pick<EnvironmentRepo, 'find' | 'stopOf'>;
  readonly freezeWindows: Pick<FreezeWindowRepo, 'all'>;
}

/** The emergency stop that is in force in an environment. */
export async function stoppedIn(
  { tenantId, environmentId }: Pick<DeploymentItem, 'tenantId' | 'environmentId'>,
  { environments }: Pick<BlockingDeps, 'environments'>,
): Promise<DomainError | undefined> {
  const [environment, all] = await Promise.all([
    environments.find(tenantId as TenantId, environmentId),
    environments.stopOf(tenantId as TenantId),
  ]);
  const stop = environment?.stop ?? all;
  if (!stop) return undefined;
  const where = environment?.stop ? `${environment.name} is` : 'All environments are';
  return deploymentErrors.stopped({ detail: `${where} stopped by ${stop.byName}: ${stop.reason}`, legal: [] });
}

interface Beginning extends Pick<DeploymentItem, 'tenantId' | 'environmentId' | 'service'> {
  readonly isRollback: boolean;
  /** True with an override of the freeze. */
  readonly isOverridden?: boolean;
}

/** `at` is epoch milliseconds. */
export async function blockedBy(
  { tenantId, environmentId, service, isRollback, isOverridden = false }: Beginning,
  at: number,
  deps: BlockingDeps,
): Promise<DomainError | undefined> {
  const [stopped, windows] = await Promise.all([
    stoppedIn({ tenantId, environmentId }, deps),
    deps.freezeWindows.all(tenantId as TenantId),
  ]);
  if (stopped) return stopped;
  const applying = windows.filter((window) => appliesTo(window, { environmentId, service, isRollback }));
  const { closed, reason, nextOpen } = freezeAt(applying, at);
  if (!closed || isOverridden) return undefined;
  return deploymentErrors.frozen({
    detail: reason ?? 'The freeze calendar is closed.',
    legal: [],
    members: { nextOpen },
  });
}
