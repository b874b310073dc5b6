// The release to which a rollback goes, with its components: the one that was asked for, or the last good one of the environment. Only
// releases whose components have digests can be deployed.
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { deploymentErrors } from '../../../entities/deployments/errors.ts';
import type { LiveItem } from '../../../entities/deployments/live/live.entity.ts';
import type { FixedComponent } from '../../../entities/deployments/rollout.model.ts';
import { countsIn } from '../../../entities/deployments/windlass/counted.model.ts';
import { goBackTo } from '../../../entities/deployments/windlass/go-back.model.ts';
import type { EnvironmentItem } from '../../../entities/environments/environment.entity.ts';
import { asksApprovals } from '../../../entities/environments/policies/asks-approvals.model.ts';
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

type Deps = Pick<RollbacksDeps, 'releases' | 'deployments'>;

/** True if the release ran there, with the approvals of the environment. One that was deleted meanwhile asks for none. */
const hasRun = (
  item: DeploymentItem,
  releaseId: string,
  environment: EnvironmentItem | undefined,
  { deployments }: Deps,
): Promise<boolean> =>
  deployments.hasRun(
    item.tenantId as TenantId,
    releaseId,
    item,
    (run) => environment === undefined || countsIn(run, environment),
  );

const pastApprovals = (environment: EnvironmentItem | undefined): string =>
  environment && asksApprovals(environment) ? ' with its approvals: reports of other systems have none' : '';

const found = (release: ReleaseItem): GoingBack => ({ release, components: componentsOf(release) });

async function asked(
  item: DeploymentItem,
  releaseId: string,
  environment: EnvironmentItem | undefined,
  deps: Deps,
): Promise<GoingBack> {
  const release = await deps.releases.find(item.tenantId as TenantId, releaseId);
  const problem = (code: string, message: string): FieldProblem => ({ path: 'targetReleaseId', code, message });
  const wrong =
    release === undefined || release.service !== item.service
      ? problem('release.not_found', `is no release of ${item.service}`)
      : release.releaseId === item.releaseId
        ? problem('deployment.same_release', 'is the release that is to be rolled back')
        : !isDeployable(release)
          ? problem('release.no_digests', 'has no components with digests')
          : (await hasRun(item, releaseId, environment, deps))
            ? undefined
            : // Only a promotion brings what was never there, past its gates and approvals.
              problem('deployment.never_ran', `has never run there${pastApprovals(environment)}; promote it`);
  if (wrong || !release) throw deploymentErrors.invalid({ fields: wrong ? [wrong] : [] });
  return found(release);
}

/** Throws the refusals of `goBackTo`, `deployment.invalid` or `deployment.nothing_before`. */
export async function targetRelease(
  item: DeploymentItem,
  live: LiveItem | undefined,
  releaseId: string | undefined,
  deps: Deps & Pick<RollbacksDeps, 'environments'>,
): Promise<GoingBack> {
  const tenantId = item.tenantId as TenantId;
  const runs = goBackTo(item, live);
  const environment = await deps.environments.find(tenantId, item.environmentId);
  if (releaseId !== undefined) return asked(item, releaseId, environment, deps);
  const asks = environment !== undefined && asksApprovals(environment);
  for (const { releaseId: earlier = '' } of runs) {
    if (asks && !(await hasRun(item, earlier, environment, deps))) continue;
    const release = await deps.releases.find(tenantId, earlier);
    if (release && isDeployable(release)) return found(release);
  }
  if (runs.length === 0) throw deploymentErrors.nothing_before();
  const detail = 'No earlier release has components with digests';
  throw deploymentErrors.nothing_before({ detail: `${detail} and ran there${pastApprovals(environment)}.` });
}
