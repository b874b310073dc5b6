// The effects of a successful deployment: the one that it takes back is rolled back, and the live state changes.
import type { Envelope } from '../../../entities/_base/events.ts';
import type { Changes, Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import type { Place } from '../../../entities/deployments/deployment.model.ts';
import { hasSucceeded, recentWith } from '../../../entities/deployments/live/live.model.ts';
import { isEnd } from '../../../entities/deployments/reports/told.model.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import type { ReportingDeps } from '../deps.ts';
import { auditOf, eventsOfChange } from './news.ts';

interface TakenBack {
  readonly item: DeploymentItem;
  readonly writes: readonly Write[];
  readonly events: readonly Envelope[];
  readonly audit: readonly Change['audit'][];
}

/**
 * The deployment that this one has taken back. One that has failed stays failed; one whose success is not yet reported is rolled back
 * when it is.
 */
export async function takenBack(
  caller: Caller,
  { deploymentId, rollbackOf, ...by }: DeploymentItem,
  { deployments }: Pick<ReportingDeps, 'deployments'>,
): Promise<TakenBack | undefined> {
  if (rollbackOf === undefined || rollbackOf === deploymentId || !hasSucceeded(by)) return undefined;
  const before = await deployments.find(caller.tenantId, rollbackOf);
  if (!before || before.rolledBackBy !== undefined) return undefined;
  // Windlass knows better than a report: what it still drives was not taken back.
  if (before.origin === 'WINDLASS' && !isEnd(before.status)) return undefined;
  const at = isoOf(caller.at);
  const status = before.status === 'SUCCEEDED' ? { status: 'ROLLED_BACK' as const } : {};
  const changes = { rolledBackBy: deploymentId, ...status } as Changes<DeploymentItem>;
  const item = { ...before, ...changes, updatedAt: at, revision: before.revision + 1 } as DeploymentItem;
  return {
    item,
    writes: deployments.update(before, at, changes),
    events: eventsOfChange(caller, before, item, Object.keys(changes)),
    audit: [auditOf('rolled_back', before, item)],
  };
}

const placeOf = ({ tenantId, environmentId, serviceId, service }: DeploymentItem): Place => ({
  ...{ tenantId: tenantId as Place['tenantId'], environmentId, serviceId, service },
});

/** The writes of what is live after changes of deployments of one service in one environment. */
export async function livenessOf(
  caller: Caller,
  changed: readonly DeploymentItem[],
  { live }: Pick<ReportingDeps, 'live'>,
): Promise<readonly Write[]> {
  const [first] = changed;
  if (!first || !changed.some(hasSucceeded)) return [];
  const place = placeOf(first);
  const before = await live.find(place);
  const recent = changed.reduce(recentWith, before?.recent ?? []);
  return live.keep(place, before, { recent, takenDownAt: before?.takenDownAt }, isoOf(caller.at));
}
