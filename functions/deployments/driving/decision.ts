// The next step of a deployment by what is stored now, and the change that keeps it. The decision is pure (next-step.model.ts).
import { changedFields } from '../../../entities/_base/changes.ts';
import type { Envelope } from '../../../entities/_base/events.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { TaskItem } from '../../../entities/agents/tasks/task.entity.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import {
  DeploymentPaused,
  DeploymentRollbackStarted,
  DeploymentStageChanged,
} from '../../../entities/deployments/events.ts';
import type { Rollout } from '../../../entities/deployments/rollout.model.ts';
import type { Stage } from '../../../entities/deployments/stages/stage.model.ts';
import { type Decision, nextStep } from '../../../entities/deployments/windlass/next-step.model.ts';
import { firstProgress, type Outcome, type Progress } from '../../../entities/deployments/windlass/progress.model.ts';
import { stagesAfter } from '../../../entities/deployments/windlass/stages.model.ts';
import type { Caller } from '../../_kit/save.ts';
import type { DrivingDeps } from '../deps.ts';
import { stoppedIn } from '../going-back/blocked.ts';
import { auditOf, factsOf } from '../reporting/news.ts';

const OPEN = ['QUEUED', 'LEASED'];

export const outcomeOf = ({ targetId, step, status, fence, message }: TaskItem): Outcome => ({
  ...{ targetId, step, hasBegun: fence > 0, error: message },
  status: OPEN.includes(status) ? 'OPEN' : (status as Outcome['status']),
});

export const progressOf = ({ progress, startedAt, requestedAt }: DeploymentItem): Progress =>
  (progress as Progress | undefined) ?? firstProgress(startedAt ?? requestedAt);

/** Of a deployment that is IN_PROGRESS. Metrics and health are read if something is judged. */
export async function decisionOn(item: DeploymentItem, at: number, deps: DrivingDeps): Promise<Decision> {
  const progress = progressOf(item);
  const plan = await deps.plans.find(item);
  if (!plan) return { next: { step: 'END', status: 'FAILED', reason: progress.failure }, progress };
  const tenantId = item.tenantId as TenantId;
  // Steps without targets and soak are judged together with the present one.
  const hasThresholds = plan.steps.slice(progress.step).some(({ thresholds }) => thresholds.length > 0);
  const hasSoaked = progress.soakUntil !== undefined && progress.soakUntil <= isoOf(at);
  const [tasks, facts, targets, stopped] = await Promise.all([
    deps.tasks.ofDeployment(tenantId, item.deploymentId),
    hasThresholds ? deps.metrics.since(item, progress.stepBeganAt) : [],
    hasSoaked ? deps.targets.ofEnvironment(tenantId, item.environmentId) : [],
    progress.phase === 'DEPLOY' ? stoppedIn(item, deps) : undefined,
  ]);
  const unhealthy = targets.flatMap(({ targetId, healthStatus }) => (healthStatus === 'UNHEALTHY' ? [targetId] : []));
  return nextStep({
    ...{ status: item.status, cancelRequestedAt: item.cancelRequestedAt, rollout: item.rollout as Rollout },
    ...{
      plan,
      progress,
      outcomes: tasks.map(outcomeOf),
      facts,
      unhealthy: new Set(unhealthy),
      stop: stopped?.message,
      at,
    },
  });
}

export const stageEvents = (caller: Caller, item: DeploymentItem, changed: readonly Stage[]): Envelope[] => {
  const { deploymentId, environmentId, serviceId, service } = item;
  return changed.map(({ name: stage, status: stageStatus }) =>
    DeploymentStageChanged.create(caller, deploymentId, {
      ...{ deploymentId, environmentId, serviceId, service, stage, stageStatus },
    }),
  );
};

function newsOf(caller: Caller, item: DeploymentItem, before: Progress, after: Progress): Envelope[] {
  const { deploymentId } = item;
  const { failure: reason, pausedUntil } = after;
  const facts = { ...factsOf(item), reason };
  if (pausedUntil !== undefined && before.pausedUntil !== pausedUntil) {
    return [DeploymentPaused.create(caller, deploymentId, { ...facts, pausedUntil })];
  }
  const isTakenBack = before.phase !== after.phase && after.phase === 'ROLLBACK';
  return isTakenBack ? [DeploymentRollbackStarted.create(caller, deploymentId, facts)] : [];
}

/** Keeps the progress. A change of a stage or a pause has its events and its entry; a wave has none. */
export async function keepDecision(
  caller: Caller,
  item: DeploymentItem,
  { progress }: Decision,
  deps: DrivingDeps,
): Promise<void> {
  const before = progressOf(item);
  const at = isoOf(caller.at);
  const { stages, changed } = stagesAfter(item.stages, item.status, progress, at);
  const news = newsOf(caller, item, before, progress);
  if (changed.length === 0 && news.length === 0) {
    if (Object.keys(changedFields(before, progress)).length > 0) await deps.deployments.keepProgress(item, progress);
    return;
  }
  const changes = { progress, stages } as Changes<DeploymentItem>;
  const after = { ...item, ...changes, updatedAt: at, revision: item.revision + 1 } as DeploymentItem;
  await deps.save(caller, {
    writes: deps.deployments.update(item, at, changes),
    events: [...news, ...stageEvents(caller, item, changed)],
    audit: auditOf('advanced', item, after),
  });
}
