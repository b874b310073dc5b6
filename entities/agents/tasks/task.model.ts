// A task of a deployment: its view, and the decisions about its lease, its end and its repetition. Pure. Source: "Deployment Task" of the
// orchestrator model; DOMAIN, "Promotions and deployments".
import * as z from 'zod';
import { idOf, shelfOf } from '../../_base/ids.ts';
import { canonicalHash, canonicalJson } from '../../_base/json.ts';
import { pageQuery } from '../../_base/list.ts';
import { firstStamps } from '../../_base/table/entity.ts';
import type { Changes } from '../../_base/table/table.ts';
import { isoOf } from '../../_base/time/iso.ts';
import type { DeploymentItem } from '../../deployments/deployment.entity.ts';

import { isEnd } from '../../deployments/reports/told.model.ts';
import type { FixedComponent } from '../../deployments/rollout.model.ts';
import type { TargetItem } from '../../environments/targets/target.entity.ts';
import type { AgentItem } from '../agent.entity.ts';
import { type TaskItem, taskDefinition } from './task.entity.ts';
import { kindOf, MOST_ATTEMPTS, stepOf, TASK_STATUSES, type TaskEnd } from './words.model.ts';

/** Seconds that a lease lasts without a word of its agent. */
export const LEASE_SECONDS = 90;
/** A lease is extended when less than this is left of it, so that most reports write nothing. */
const EXTEND_MS = 60_000;
/** Agents that may fall silent over a task before it fails; see statemachines/deployment-wave/README.md. */
export const MOST_LEASES = 3;
/** A lease may not be shorter than two heartbeats. */
const LEAST_TIMEOUT_SECONDS = 180;
const DEFAULT_TIMEOUT_SECONDS = 3600;

export const listTasksQuery = z.strictObject({ ...pageQuery, status: z.enum(TASK_STATUSES).optional() });
export type TaskFilter = Pick<z.output<typeof listTasksQuery>, 'status'>;

export const taskView = z
  .strictObject({
    id: z.string(),
    deploymentId: z.string(),
    step: z.string().describe('DEPLOY or ROLLBACK; a repetition has a number, e.g. DEPLOY-2'),
    environmentId: z.string(),
    targetId: z.string(),
    targetName: z.string(),
    componentId: z.string().nullable(),
    componentName: z.string().nullable(),
    capability: z.string().nullable().describe('An agent must have it to take the task'),
    status: z
      .enum(TASK_STATUSES)
      .describe('QUEUED: waits for an agent. LEASED: an agent works on it. The others are final'),
    fence: z.number().int().describe('The number of its leases; a report under an earlier one is refused'),
    agentId: z.string().nullable().describe('The agent that has it, or had it last'),
    agentName: z.string().nullable(),
    leasedUntil: z.iso.datetime().nullable().describe('The lease ends then unless the agent reports'),
    digest: z.string().nullable().describe('The digest to put there; null to remove what runs there'),
    previousDigest: z.string().nullable().describe('The digest there before the deployment'),
    releaseId: z.string().nullable(),
    stickerHash: z.string().nullable().describe('The hash of the text that the agent leaves on the target'),
    message: z.string().nullable().describe('A sentence about the end'),
    queuedAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DeploymentTask' });

export const viewTask = (item: TaskItem): z.output<typeof taskView> => ({
  id: item.taskId,
  deploymentId: item.deploymentId,
  step: item.step,
  environmentId: item.environmentId,
  targetId: item.targetId,
  targetName: item.targetName,
  componentId: item.componentId ?? null,
  componentName: item.componentName ?? null,
  capability: item.capability ?? null,
  status: item.status,
  fence: item.fence,
  agentId: item.agentId ?? null,
  agentName: item.agentName ?? null,
  leasedUntil: item.leasedUntil ?? null,
  digest: item.digest ?? null,
  previousDigest: item.previousDigest ?? null,
  releaseId: item.releaseId ?? null,
  stickerHash: item.stickerHash ?? null,
  message: item.message ?? null,
  queuedAt: item.queuedAt,
  startedAt: item.startedAt ?? null,
  finishedAt: item.finishedAt ?? null,
});

/** As its events name it. */
export const taskFactsOf = ({ taskId, deploymentId, environmentId, targetId, targetName, step }: TaskItem) => ({
  ...{ taskId, deploymentId, environmentId, targetId, targetName, step },
});

type Deployment = Pick<
  DeploymentItem,
  | 'tenantId'
  | 'deploymentId'
  | 'createdAt'
  | 'environmentId'
  | 'components'
  | 'releaseId'
  | 'serviceId'
  | 'service'
  | 'version'
  | 'stages'
>;

/** The id of the one task of a target in a step of a deployment. */
export const taskIdOf = ({ deploymentId, createdAt }: Deployment, step: string, targetId: string): string =>
  idOf<'Task'>(Date.parse(createdAt), `${deploymentId}#${step}#${targetId}`);

/** Ids of the tasks that may have put the deployment on the target, the first attempt first; none before the first attempt. */
export const deployTaskIds = (deployment: Deployment, step: string, targetId: string): readonly string[] =>
  step === 'DEPLOY'
    ? []
    : Array.from({ length: MOST_ATTEMPTS }, (_, index) => taskIdOf(deployment, stepOf('DEPLOY', index + 1), targetId));

interface Before {
  readonly previousDigest?: string | undefined;
  readonly previousReleaseId?: string | undefined;
}

/** The text that an agent leaves on a target, and the SHA-256 of its UTF-8 bytes. */
function stickerOf(deployment: Deployment, { targetId, componentId }: TargetItem, put: object) {
  const { tenantId, environmentId, deploymentId, service } = deployment;
  const told = { format: 'windlass-sticker/1', tenantId, environmentId, deploymentId, service, targetId, componentId };
  const content = { ...told, ...put };
  return { sticker: canonicalJson(content), stickerHash: `sha256:${canonicalHash(content)}` };
}

/** The digest that a step puts on a target, its release, and the sticker; everything undefined to remove what runs there. */
function workOf(deployment: Deployment, target: TargetItem, step: string, before: Before) {
  const component = deployment.components?.find((one: FixedComponent) => one.componentId === target.componentId);
  const isRollback = kindOf(step) === 'ROLLBACK';
  const digest = isRollback ? before.previousDigest : component?.digest;
  const releaseId = isRollback ? before.previousReleaseId : deployment.releaseId;
  const put = { digest, releaseId, ...(!isRollback && { version: deployment.version }) };
  const sticker = digest === undefined ? {} : stickerOf(deployment, target, put);
  return { digest, releaseId, serviceId: deployment.serviceId, componentName: component?.name, ...sticker };
}

/** The longest time of a lease: that of the stage `deploy`. */
const timeoutOf = ({ stages }: Deployment): number =>
  Math.max(
    LEAST_TIMEOUT_SECONDS,
    stages.find(({ name }) => name === 'deploy')?.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
  );

const born = (deployment: Deployment, step: string, targetId: string, at: number) => ({
  tenantId: deployment.tenantId,
  taskId: taskIdOf(deployment, step, targetId),
  deploymentId: deployment.deploymentId,
  shelf: shelfOf(deployment.deploymentId),
  ...{ step, targetId, environmentId: deployment.environmentId, fence: 0 },
  timeoutSeconds: timeoutOf(deployment),
  queuedAt: isoOf(at),
  ...firstStamps(taskDefinition, isoOf(at)),
});

/**
 * A task at `at` (epoch milliseconds). `earlier` is the first task that the deployment had on the target, if it had one: the target is
 * as it was before that.
 */
export function newTask(
  deployment: Deployment,
  target: TargetItem,
  step: string,
  earlier: Before | undefined,
  at: number,
): TaskItem {
  // A target that no deployment has changed yet may run something all the same, which an agent has seen.
  const before = earlier ?? {
    previousDigest: target.currentDigest ?? target.observedDigest ?? undefined,
    previousReleaseId: target.currentReleaseId,
  };
  const { name: targetName, componentId, capability } = target;
  return {
    ...born(deployment, step, target.targetId, at),
    ...{ targetName, componentId, capability, status: 'QUEUED' },
    ...workOf(deployment, target, step, before),
    ...{ previousDigest: before.previousDigest, previousReleaseId: before.previousReleaseId },
  } as TaskItem;
}

/** A task that ends before it begins. `target` is undefined if it does not exist. */
export const endedTask = (
  deployment: Deployment,
  { targetId, target }: { readonly targetId: string; readonly target?: TargetItem | undefined },
  step: string,
  at: number,
  end: Pick<TaskItem, 'status'> & { readonly message: string },
): TaskItem =>
  ({
    ...born(deployment, step, targetId, at),
    targetName: target?.name ?? targetId,
    ...(target && { componentId: target.componentId, capability: target.capability }),
    ...{ ...end, finishedAt: isoOf(at) },
  }) as TaskItem;

const CANCELLED_FIRST = 'The deployment was cancelled before an agent ended the task';
const ENDED_FIRST = 'The deployment ended before an agent ended the task';
export const OTHER_COMPONENT = 'The target runs another component now';

/** The reason for which no task of the deployment begins any more, and agents stop those that they have; undefined while it goes on. */
export function stopReason({
  status,
  cancelRequestedAt,
}: Pick<DeploymentItem, 'status' | 'cancelRequestedAt'>): string | undefined {
  if (cancelRequestedAt !== undefined) return CANCELLED_FIRST;
  return isEnd(status) ? ENDED_FIRST : undefined;
}

/** True unless the step would put a version on the target that the deployment does not have. */
export const hasWork = (
  { components }: Pick<DeploymentItem, 'components'>,
  target: TargetItem,
  step: string,
): boolean =>
  kindOf(step) === 'ROLLBACK' ||
  (components ?? []).some((one: FixedComponent) => one.componentId === target.componentId);

export const isEnded = ({ status }: Pick<TaskItem, 'status'>): boolean => status !== 'QUEUED' && status !== 'LEASED';

const until = (at: number): string => isoOf(at + LEASE_SECONDS * 1000);

/** The changes that give the task to an agent. */
export const leased = (
  { fence, startedAt }: TaskItem,
  { agentId, name }: Pick<AgentItem, 'agentId' | 'name'>,
  at: number,
): Changes<TaskItem> => ({
  ...{ status: 'LEASED', fence: fence + 1, agentId, agentName: name },
  ...{ leasedUntil: until(at), startedAt: startedAt ?? isoOf(at), logBytes: undefined },
});

/** The later end of a lease; undefined while enough is left of it. */
export const extended = ({ leasedUntil = '' }: TaskItem, at: number): string | undefined =>
  Date.parse(leasedUntil) - at >= EXTEND_MS ? undefined : until(at);

/** True if the agent of the lease with this fence has fallen silent. */
export const isLost = ({ status, fence, leasedUntil = '' }: TaskItem, lostFence: number, at: number): boolean =>
  status === 'LEASED' && fence === lostFence && Date.parse(leasedUntil) <= at;

/** The changes that put a task of a silent agent back into the waiting list; undefined if it was lost too often. */
export const takenBack = ({ fence }: TaskItem, at: number): Changes<TaskItem> | undefined =>
  fence >= MOST_LEASES
    ? undefined
    : { status: 'QUEUED', agentId: undefined, agentName: undefined, leasedUntil: undefined, queuedAt: isoOf(at) };

export const LOST_TOO_OFTEN = `${MOST_LEASES} agents took the task and fell silent`;

/** The changes that end a task. */
export const endedAs = (status: TaskEnd, message: string | undefined, at: number): Changes<TaskItem> => ({
  ...{ status, message, finishedAt: isoOf(at), leasedUntil: undefined },
});
