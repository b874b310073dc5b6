// The part of a sync that is about tasks: what an agent reports of those it has, which it gets, and what is refused. Pure.
import * as z from 'zod';
import { digest, isDistinct, prose, reference } from '../../_base/text.ts';
import type { DeploymentItem } from '../../deployments/deployment.entity.ts';
import type { TargetItem } from '../../environments/targets/target.entity.ts';
import { TARGET_TYPES } from '../../environments/words.model.ts';
import { taskErrors } from '../errors.ts';
import type { TaskItem } from './task.entity.ts';
import { isEnded } from './task.model.ts';
import { logChunk } from './task-log.model.ts';
import { kindOf, TASK_KINDS, type TaskEnd } from './words.model.ts';

export const MOST_CAPACITY = 50;
/** Bytes of a message; longer ones are refused. */
const MOST_MESSAGE = 500;

const report = z.strictObject({
  deploymentId: reference,
  taskId: reference,
  fence: z.number().int().min(1).describe('That of the lease'),
  status: z
    .enum(['RUNNING', 'SUCCEEDED', 'FAILED'])
    .describe('RUNNING extends the lease. An end is repeated until a sync has answered it'),
  message: prose(MOST_MESSAGE).trim().min(1).optional().describe('A sentence about the end, for people'),
  digest: digest.nullable().optional().describe('The digest that runs there after the task; null if nothing runs'),
  stickerHash: digest.nullable().optional().describe('The hash of the sticker that the agent left there'),
  log: logChunk.optional().describe('The next part of the log of this lease'),
});
export type TaskReport = z.output<typeof report>;

export const syncTasks = {
  tasks: z
    .array(report)
    .max(MOST_CAPACITY)
    .refine((all) => isDistinct(all.map(({ taskId }) => taskId)), { error: 'must not name a task twice' })
    .default([])
    .describe('Every task that the agent has: one that it does not mention for 90 seconds goes to another agent'),
  capacity: z
    .number()
    .int()
    .min(0)
    .max(MOST_CAPACITY)
    .default(1)
    .describe('Tasks that the agent will have at a time; 0: it gets no more'),
};

const leaseSchema = z
  .strictObject({
    taskId: z.string(),
    fence: z.number().int(),
    leasedUntil: z.iso.datetime(),
    step: z.enum(TASK_KINDS),
    deploymentId: z.string(),
    environmentId: z.string(),
    release: z.strictObject({ id: z.string().nullable(), service: z.string(), version: z.string() }),
    component: z.strictObject({ id: z.string(), name: z.string().nullable() }),
    digest: z.string().nullable().describe('The digest to put there; null to remove what runs there'),
    previousDigest: z.string().nullable().describe('The digest there before the deployment'),
    sticker: z.string().nullable().describe('The text to leave there; its hash is sha256 of its UTF-8 bytes'),
    timeoutSeconds: z.number().int().describe('The task fails if it has not ended after this time'),
    target: z.strictObject({
      id: z.string(),
      name: z.string(),
      type: z.enum(TARGET_TYPES),
      connection: z.record(z.string(), z.unknown()),
      labels: z.record(z.string(), z.string()),
      credentials: z.record(z.string(), z.string()).describe('For this agent alone; never stored or shown elsewhere'),
    }),
  })
  .meta({ id: 'TaskLease' });

export const syncedTasks = {
  leases: z.array(leaseSchema).describe('Tasks that the agent has from now on'),
  cancelled: z
    .array(z.strictObject({ deploymentId: z.string(), taskId: z.string(), fence: z.number().int() }))
    .describe('Tasks of cancelled deployments: the agent stops them and reports their end'),
  refusedTasks: z
    .array(z.strictObject({ taskId: z.string(), code: z.string(), message: z.string() }))
    .describe('Reports that were not taken, and why: the agent stops these tasks and forgets them'),
};
export type RefusedTask = z.output<(typeof syncedTasks)['refusedTasks']>[number];

/** `version` is that of the deployment: a rollback names the release that was there before by its id alone. */
export const leaseView = (
  task: TaskItem,
  { service, version }: Pick<DeploymentItem, 'service' | 'version'>,
  target: TargetItem,
  credentials: Readonly<Record<string, string>>,
): z.output<typeof leaseSchema> => ({
  taskId: task.taskId,
  fence: task.fence,
  leasedUntil: task.leasedUntil ?? task.queuedAt,
  step: kindOf(task.step),
  deploymentId: task.deploymentId,
  environmentId: task.environmentId,
  release: { id: task.releaseId ?? null, service, version },
  component: { id: target.componentId, name: task.componentName ?? null },
  digest: task.digest ?? null,
  previousDigest: task.previousDigest ?? null,
  sticker: task.sticker ?? null,
  timeoutSeconds: task.timeoutSeconds,
  target: {
    ...{ id: target.targetId, name: target.name, type: target.type },
    ...{ connection: target.connection, labels: target.labels, credentials: { ...credentials } },
  },
});

const refused = (
  taskId: string,
  error: (typeof taskErrors)[keyof typeof taskErrors],
  message: string = error.title,
) => ({
  ...{ taskId, code: error.code, message },
});

/** The refusal of a report; undefined if it is of the lease that the agent has, or repeats the end of it. */
export function taskRefusal(
  task: TaskItem | undefined,
  { taskId, fence, status }: TaskReport,
  agentId: string,
): RefusedTask | undefined {
  if (!task) return refused(taskId, taskErrors.not_found);
  if (task.agentId !== agentId || task.fence !== fence) return refused(taskId, taskErrors.lease_lost);
  if (!isEnded(task) || task.reported === status) return undefined;
  return refused(taskId, taskErrors.ended, `The task has ended: ${task.message ?? task.status}`);
}

/**
 * The end that a report makes. An agent that was told to stop has cancelled the task; one that found another digest than it was to put there
 * has not succeeded.
 */
export function endOf(
  task: TaskItem,
  { status, message, digest: found }: TaskReport,
  isCancelled: boolean,
): { readonly status: TaskEnd; readonly message?: string | undefined } {
  const wanted = task.digest ?? null;
  if (status === 'SUCCEEDED' && found !== undefined && found !== wanted)
    return { status: 'FAILED', message: `Afterwards ${found ?? 'nothing'} ran there, not ${wanted ?? 'nothing'}` };
  if (status === 'SUCCEEDED') return { status, message };
  return { status: isCancelled ? 'CANCELLED' : 'FAILED', message: message ?? 'The agent gave no reason' };
}
