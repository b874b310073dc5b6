// The begin of a deployment that Windlass drives: it takes the lock of its environment and service, and is planned over the targets as they
// are now. While another deployment has the lock, it waits.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { liveSlot } from '../../../entities/deployments/live/live.model.ts';
import { isEnd } from '../../../entities/deployments/reports/told.model.ts';
import type { FixedComponent, Rollout } from '../../../entities/deployments/rollout.model.ts';
import { goBackTo } from '../../../entities/deployments/windlass/go-back.model.ts';
import { type Plan, planOf } from '../../../entities/deployments/windlass/plan.model.ts';
import { firstProgress } from '../../../entities/deployments/windlass/progress.model.ts';
import { stagesAfter } from '../../../entities/deployments/windlass/stages.model.ts';
import { changedTo } from '../../../entities/deployments/windlass/status.model.ts';
import { overrideInForce } from '../../../entities/promotions/overrides/override.model.ts';
import { END, type MachineStep } from '../../../statemachines/deployment/deployment.contract.ts';
import type { Caller } from '../../_kit/save.ts';
import type { DrivingDeps } from '../deps.ts';
import { blockedBy } from '../going-back/blocked.ts';
import { auditOf, eventsOfChange } from '../reporting/news.ts';
import { stageEvents } from './decision.ts';

/** A deployment looks for the lock after half of the time that it has waited, but not more often or more seldom than this. */
const SHORTEST_SECONDS = 15;
const LONGEST_SECONDS = 1_800;
/** After half a day it is given up: the history of its execution is bounded, and nobody expects it any more. */
const PATIENCE_MS = 12 * 3_600_000;

export const secondsInQueue = (requestedAt: string, at: number): number =>
  Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, Math.ceil((at - Date.parse(requestedAt)) / 2_000)));

export const isGivenUp = ({ requestedAt }: Pick<DeploymentItem, 'requestedAt'>, at: number): boolean =>
  at > Date.parse(requestedAt) + PATIENCE_MS;

/** The other deployment that has the lock; undefined if the lock is free, or its holder has ended. */
async function holderOf(
  item: DeploymentItem,
  deps: DrivingDeps,
): Promise<{ readonly known: string | undefined; readonly isBusy: boolean }> {
  const lock = await deps.plans.lockOf(item);
  if (!lock || lock.deploymentId === item.deploymentId) return { known: lock?.deploymentId, isBusy: false };
  const holder = await deps.deployments.find(item.tenantId as TenantId, lock.deploymentId);
  return { known: lock.deploymentId, isBusy: holder !== undefined && !isEnd(holder.status) };
}

/** Ids of its components that cannot go back. */
async function irreversibleOf(
  { tenantId, components = [] }: DeploymentItem,
  deps: DrivingDeps,
): Promise<ReadonlySet<string>> {
  const ids = (components as readonly FixedComponent[]).map(({ componentId }) => componentId);
  const known = await Promise.all(ids.map((id) => deps.components.find(tenantId as TenantId, id)));
  return new Set(ids.filter((_, index) => known[index]?.isIrreversible));
}

async function planFor(item: DeploymentItem, deps: DrivingDeps): Promise<Plan | string> {
  const { tenantId, environmentId, components = [] } = item;
  const [targets, live] = await Promise.all([
    deps.targets.ofEnvironment(tenantId as TenantId, environmentId),
    deps.live.find(item),
  ]);
  return planOf(targets, {
    components: components as readonly FixedComponent[],
    irreversible: await irreversibleOf(item, deps),
    rollout: item.rollout as Rollout,
    liveSlot: live && liveSlot(live),
  });
}

/** Another deployment may have taken the place of the one that is to be rolled back, while the rollback waited. */
async function noLongerLive(item: DeploymentItem, deps: DrivingDeps): Promise<string | undefined> {
  const tenantId = item.tenantId as TenantId;
  const undone = item.rollbackOf && (await deps.deployments.find(tenantId, item.rollbackOf));
  if (!undone) return undefined;
  try {
    goBackTo(undone, await deps.live.find(item));
    return undefined;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return error.message;
  }
}

/**
 * Held against calendar and stop again, and a rollback against what is live: hours may have passed since a promotion began or a rollback
 * was asked for.
 */
async function refusal(item: DeploymentItem, at: number, deps: DrivingDeps): Promise<string | undefined> {
  const { tenantId, promotionId, rollbackOf } = item;
  const promotion =
    promotionId === undefined ? undefined : await deps.promotions.find(tenantId as TenantId, promotionId);
  const override = overrideInForce(promotion?.override);
  const isOverridden = override !== null && isoOf(at) < override.expiresAt;
  const beginning = { ...item, isRollback: rollbackOf !== undefined, isOverridden };
  const blocked = await blockedBy(beginning, at, deps);
  if (blocked || promotionId !== undefined) return blocked?.message;
  return noLongerLive(item, deps);
}

/** Undefined once it has begun: the next step is then decided. */
export async function begin(caller: Caller, item: DeploymentItem, deps: DrivingDeps): Promise<MachineStep | undefined> {
  if (item.cancelRequestedAt !== undefined || isGivenUp(item, caller.at)) return END;
  const { known, isBusy } = await holderOf(item, deps);
  if (isBusy) return { ...END, step: 'QUEUE', seconds: secondsInQueue(item.requestedAt, caller.at) };
  const at = isoOf(caller.at);
  const plan = (await refusal(item, caller.at, deps)) ?? (await planFor(item, deps));
  const status = changedTo(item, 'IN_PROGRESS');
  const isPlanned = typeof plan !== 'string';
  const progress = { ...firstProgress(at), ...(!isPlanned && { failure: plan }) };
  const { stages, changed } = stagesAfter(item.stages, status, progress, at);
  const changes = {
    ...{ status, progress, stages, startedAt: at, beganAt: at, month: at.slice(0, 7) },
    ...(isPlanned && plan.slot !== undefined && { slot: plan.slot }),
  } as Changes<DeploymentItem>;
  const after = { ...item, ...changes, updatedAt: at, revision: item.revision + 1 } as DeploymentItem;
  await deps.save(caller, {
    writes: [
      ...deps.deployments.update(item, at, changes),
      deps.plans.lock(item, at, known),
      ...(isPlanned ? [deps.plans.create(item, plan)] : []),
    ],
    events: [...eventsOfChange(caller, item, after, []), ...stageEvents(caller, item, changed)],
    audit: auditOf('started', item, after),
  });
  return undefined;
}
