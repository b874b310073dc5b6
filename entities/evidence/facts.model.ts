// The facts that become evidence, from stored state alone: the decision about a promotion, the end of a deployment, a rollback. The same
// state gives the same facts. Pure.
import { idOf } from '../_base/ids.ts';
import type { DeploymentItem } from '../deployments/deployment.entity.ts';
import { isEnd } from '../deployments/reports/told.model.ts';
import type { FixedComponent } from '../deployments/rollout.model.ts';
import type { DecisionRecord } from '../promotions/decisions/decision-record.view.ts';
import type { Snapshot } from '../promotions/decisions/snapshot.model.ts';
import type { PromotionItem } from '../promotions/promotion.entity.ts';
import type { PromotionStatus } from '../promotions/words.model.ts';
import { sha256 } from './chain.model.ts';
import type { Artifact } from './statement.model.ts';
import type { PacketType, SubjectType } from './words.model.ts';

export interface PacketFacts {
  /** The one packet that these facts may have: its id begins with the time of what it is about. */
  readonly packetId: string;
  readonly type: PacketType;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly releaseId: string;
  readonly promotionId?: string | undefined;
  /** The components of the release. */
  readonly subjects: readonly Artifact[];
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The share of a target in a deployment. */
export interface TaskFact {
  readonly taskId: string;
  /** Begins with DEPLOY or ROLLBACK. */
  readonly step: string;
  readonly targetId: string;
  readonly targetName: string;
  readonly componentId?: string | undefined;
  readonly componentName?: string | undefined;
  readonly status: string;
  readonly agentId?: string | undefined;
  readonly agentName?: string | undefined;
  /** On the target before and after it. */
  readonly previousDigest?: string | undefined;
  readonly digest?: string | undefined;
  readonly stickerHash?: string | undefined;
  readonly message?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
}

const idFor = (at: string, ...of: readonly string[]): string => idOf<'Evidence'>(Date.parse(at), of.join('#'));

/** A release without a fixed component, which is refused for it, is named by the hash of the snapshot. */
function subjectsOf(components: readonly FixedComponent[], name: string, otherwise: string): Artifact[] {
  const known = components.map((one) => ({ name: one.name, digest: { sha256: one.digest.replace(/^sha256:/, '') } }));
  return known.length > 0 ? known : [{ name, digest: { sha256: otherwise } }];
}

/** A promotion that ended so was not decided, whatever its gates said last. */
const UNDECIDED: readonly PromotionStatus[] = ['CANCELLED', 'SUPERSEDED'];

/** Undefined if nothing is decided. */
export function decisionFacts(
  promotion: PromotionItem,
  { record, snapshot }: { readonly record: DecisionRecord; readonly snapshot: Snapshot },
): PacketFacts | undefined {
  const { promotionId, releaseId, releaseKey, service, version } = promotion;
  if (record.result === 'PENDING' || UNDECIDED.includes(promotion.status)) return undefined;
  return {
    packetId: idFor(record.evaluatedAt, 'DECISION', promotionId, record.determinismHash),
    ...{ type: 'DECISION', subjectType: 'Promotion', subjectId: promotionId, releaseId, promotionId },
    subjects: subjectsOf(promotion.components, releaseKey, record.snapshotHash),
    facts: {
      release: { releaseKey, service, version },
      environment: { environmentId: promotion.targetEnvironmentId, name: promotion.environmentName },
      isRollback: promotion.isRollback,
      requestedBy: promotion.requestedBy,
      requestedAt: promotion.requestedAt,
      reason: promotion.reason,
      approvedHash: promotion.approvedHash,
      policy: snapshot.policy,
      approvals: snapshot.decisions,
      override: snapshot.override,
      record,
    },
  };
}

const shownTask = (task: TaskFact) => ({
  ...{ taskId: task.taskId, step: task.step, status: task.status, message: task.message },
  target: { targetId: task.targetId, name: task.targetName },
  component: task.componentId && { componentId: task.componentId, name: task.componentName },
  agent: task.agentId && { agentId: task.agentId, name: task.agentName },
  ...{ previousDigest: task.previousDigest, digest: task.digest, stickerHash: task.stickerHash },
  ...{ startedAt: task.startedAt, finishedAt: task.finishedAt },
});

/**
 * None while a deployment of Windlass runs, and none of one that another system made. One that put the earlier digests back itself has
 * two packets: of the deployment, and of its rollback.
 */
export function deploymentFacts(deployment: DeploymentItem, tasks: readonly TaskFact[]): readonly PacketFacts[] {
  const { deploymentId, origin, releaseId, status, components = [], requestedAt, rollbackOf } = deployment;
  if (origin !== 'WINDLASS' || releaseId === undefined || !isEnd(status)) return [];
  const isOwnRollback = status === 'ROLLED_BACK' && deployment.rolledBackBy === deploymentId;
  const { service, version, environmentId, reason, strategy, rollout, promotionId } = deployment;
  const { startedAt, finishedAt, by, stages } = deployment;
  const facts = {
    release: { service, version },
    environment: { environmentId },
    ...{ status, reason, strategy, rollout, promotionId, by, requestedAt, startedAt, finishedAt },
    stages: stages.map(({ name, status: stageStatus, startedAt: from, finishedAt: to }) => ({
      ...{ name, status: stageStatus, startedAt: from, finishedAt: to },
    })),
  };
  const subjects = subjectsOf(components, `${service}@${version}`, sha256(deploymentId));
  const packet = (
    type: 'DEPLOYMENT' | 'ROLLBACK',
    taken: string | undefined,
    some: readonly TaskFact[],
  ): PacketFacts => ({
    packetId: idFor(requestedAt, type, deploymentId),
    ...{ type, subjectType: 'Deployment', subjectId: deploymentId, releaseId, promotionId, subjects },
    facts: { ...facts, rollbackOf: taken, tasks: some.map(shownTask) },
  });
  if (rollbackOf !== undefined) return [packet('ROLLBACK', rollbackOf, tasks)];
  const [back, forth] = [true, false].map((isBack) =>
    tasks.filter(({ step }) => step.startsWith('ROLLBACK') === isBack),
  );
  return [
    packet('DEPLOYMENT', undefined, forth ?? []),
    ...(isOwnRollback ? [packet('ROLLBACK', deploymentId, back ?? [])] : []),
  ];
}
