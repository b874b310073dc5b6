// The end of a deployment that Windlass drives, in one transaction: its status and stages, and after a success what is live and
// the deployment that it took back.

import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Changes, Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import type { Progress } from '../../../entities/deployments/windlass/progress.model.ts';
import { stagesAfter } from '../../../entities/deployments/windlass/stages.model.ts';
import { changedTo } from '../../../entities/deployments/windlass/status.model.ts';
import type { DeploymentStatus } from '../../../entities/deployments/words.model.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import type { DrivingDeps } from '../deps.ts';
import { auditOf, eventsOfChange } from '../reporting/news.ts';
import { livenessOf, takenBack } from '../reporting/outcome.ts';
import { stageEvents } from './decision.ts';

interface Ending {
  readonly status: DeploymentStatus;
  readonly reason?: string | undefined;
  readonly progress: Progress;
}

interface EndingDeps extends Pick<DrivingDeps, 'deployments' | 'live'> {
  readonly environments: Pick<DrivingDeps['environments'], 'find'>;
}

/** The change, and the deployment after it. A deployment that took itself back names itself in `rolledBackBy`. */
export async function endingOf(
  caller: Caller,
  item: DeploymentItem,
  { status: to, reason = item.reason, progress }: Ending,
  deps: EndingDeps,
): Promise<{ readonly change: Change; readonly after: DeploymentItem }> {
  const at = isoOf(caller.at);
  const status = changedTo(item, to);
  const { stages, changed } = stagesAfter(item.stages, status, progress, at);
  const changes = {
    ...{ status, reason, stages, progress, finishedAt: at },
    ...(status === 'ROLLED_BACK' && { rolledBackBy: item.deploymentId }),
  } as Changes<DeploymentItem>;
  const after = { ...item, ...changes, updatedAt: at, revision: item.revision + 1 } as DeploymentItem;
  const isSuccess = status === 'SUCCEEDED';
  const original = isSuccess ? await takenBack(caller, after, deps) : undefined;
  // Nothing is live in an environment that was deleted.
  const isPlaced =
    isSuccess && (await deps.environments.find(caller.tenantId as TenantId, item.environmentId)) !== undefined;
  const live: readonly Write[] = isPlaced
    ? await livenessOf(caller, [after, ...(original ? [original.item] : [])], deps)
    : [];
  return {
    after,
    change: {
      writes: [...deps.deployments.update(item, at, changes), ...(original?.writes ?? []), ...live],
      events: [
        ...eventsOfChange(caller, item, after, []),
        ...stageEvents(caller, item, changed),
        ...(original?.events ?? []),
      ],
      audit: auditOf(status.toLowerCase(), item, after),
      furtherAudit: original?.audit ?? [],
    },
  };
}
