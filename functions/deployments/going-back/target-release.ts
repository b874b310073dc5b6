// The release to which a rollback goes, with its components: the one that was asked for, or the last good one of the environment. Only
// releases whose components have digests can be deployed.
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { deploymentErrors } from '../../../entities/deployments/errors.ts';
import type { LiveItem } from '../../../entities/deployments/live/live.entity.ts';
import type { FixedComponent } from '../../../entities/deployments/rollout.model.ts';
import { goBackTo } from '../../../entities/deployments/windlass/go-back.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { RollbacksDeps } from '../rollbacks/deps.ts';

const componentsOf = ({ components = [] }: ReleaseItem): readonly FixedComponent[] => components;

/** A release has digests, and all of its components have one. */
const isDeployable = (release: ReleaseItem): boolean =>
  componentsOf(release).length > 0 && componentsOf(release).every(({ digest }) => digest !== undefined);

export interface GoingBack {
  readonly release: ReleaseItem;
  readonly components: readonly FixedComponent[];
}

const found = (release: ReleaseItem): GoingBack => ({ release, components: componentsOf(release) });

async function asked(
  item: DeploymentItem,
  releaseId: string,
  { releases, deployments }: Pick<RollbacksDeps, 'releases' | 'deployments'>,
): Promise<GoingBack> {
  const release = await releases.find(item.tenantId as TenantId, releaseId);
  const problem = (code: string, message: string): FieldProblem => ({ path: 'targetReleaseId', code, message });
  const wrong =
    release === undefined || release.service !== item.service
      ? problem('release.not_found', `is no release of ${item.service}`)
      : release.releaseId === item.releaseId
        ? problem('deployment.same_release', 'is the release that is to be rolled back')
        : !isDeployable(release)
          ? problem('release.no_digests', 'has no components with digests')
          : (await deployments.hasRun(item.tenantId as TenantId, releaseId, item))
            ? undefined
            : // Only a promotion brings what was never there, past its gates and approvals.
              problem('deployment.never_ran', 'has never run there; promote it');
  if (wrong || !release) throw deploymentErrors.invalid({ fields: wrong ? [wrong] : [] });
  return found(release);
}

/** Throws the refusals of `goBackTo`, `deployment.invalid` or `deployment.nothing_before`. */
export async function targetRelease(
  item: DeploymentItem,
  live: LiveItem | undefined,
  releaseId: string | undefined,
  deps: Pick<RollbacksDeps, 'releases' | 'deployments'>,
): Promise<GoingBack> {
  const runs = goBackTo(item, live);
  if (releaseId !== undefined) return asked(item, releaseId, deps);
  for (const run of runs) {
    const release = await deps.releases.find(item.tenantId as TenantId, run.releaseId ?? '');
    if (release && isDeployable(release)) return found(release);
  }
  if (runs.length === 0) throw deploymentErrors.nothing_before();
  throw deploymentErrors.nothing_before({ detail: 'No earlier release there has components with digests.' });
}
