// Deployments that Windlass drives, as its own operations store them.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { newId, shelfOf } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { type DeploymentItem, deploymentDefinition } from '../../../entities/deployments/deployment.entity.ts';

import type { createDeploymentRepo } from '../../../entities/deployments/deployment.repo.ts';
import { newStages } from '../../../entities/deployments/stages/stage.model.ts';

type Repo = ReturnType<typeof createDeploymentRepo>;

/** A deployment of a release with one digest per component, and the writes that create it. */
export function windlassDeployment(
  repo: Pick<Repo, 'create'>,
  of: { readonly tenantId: string; readonly environmentId: string; readonly at: number },
  digests: Readonly<Record<string, string>>,
  over: object = {},
): { readonly item: DeploymentItem; readonly writes: readonly Write[] } {
  const at = isoOf(of.at);
  const deploymentId = newId<'Deployment'>(of.at);
  const item = {
    ...{ tenantId: of.tenantId as TenantId, environmentId: of.environmentId, deploymentId },
    shelf: shelfOf(deploymentId),
    ...{ origin: 'WINDLASS', serviceId: newId(of.at), service: 'payment-api', version: '1.1.0', status: 'IN_PROGRESS' },
    releaseId: newId(of.at),
    components: Object.entries(digests).map(([componentId, digest]) => ({ componentId, name: 'web', digest })),
    ...{ requestedAt: at, startedAt: at, beganAt: at, month: at.slice(0, 7), stages: newStages() },
    ...firstStamps(deploymentDefinition, at),
    ...over,
  } as DeploymentItem;
  return { item, writes: repo.create(item) };
}
