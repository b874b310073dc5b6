// The task of a deployment: the work on one target in one step. Its place in the waiting list, and the chunks of its logs. Source:
// "Deployment Task" of the orchestrator model.
import {
  boolean,
  defineEntity,
  defineRecord,
  expiring,
  type ItemOf,
  number,
  oneOf,
  optional,
  text,
} from '../../_base/table/entity.ts';
import { taskKeys, taskLogKeys, waitingTaskKeys } from './task.keys.ts';
import { REPORTED_ENDS, TASK_STATUSES } from './words.model.ts';

export const taskDefinition = defineEntity('deploymentTask', taskKeys, {
  taskId: text,
  deploymentId: text,
  shelf: text,
  step: text,
  environmentId: text,
  targetId: text,
  targetName: text,
  /** Undefined if the target did not exist when the task was to begin. */
  capability: optional(text),
  componentId: optional(text),
  componentName: optional(text),
  status: oneOf(TASK_STATUSES),
  /** The number of its leases: grows with each, so that an earlier lease is known as such. */
  fence: number,
  /** The agent of its last lease. */
  agentId: optional(text),
  agentName: optional(text),
  leasedUntil: optional(text),
  /** Bytes of its log that were kept after the first chunk; counted without a new revision. */
  logBytes: optional(number),
  /** The digest to put there; undefined to remove what runs there. Its release and service. */
  digest: optional(text),
  releaseId: optional(text),
  serviceId: optional(text),
  /** On the target before the deployment. */
  previousDigest: optional(text),
  previousReleaseId: optional(text),
  /** The text that the agent leaves on the target, and its hash. */
  sticker: optional(text),
  stickerHash: optional(text),
  /** The longest time of a lease. */
  timeoutSeconds: number,
  /** The wait of the state machine: QUEUE until an agent has taken the task, FOLLOW until it has ended. Never shown. */
  taskToken: optional(text),
  tokenOf: optional(oneOf(['QUEUE', 'FOLLOW'])),
  /** The end as the agent reported it: a repetition is recognised by it. */
  reported: optional(oneOf(REPORTED_ENDS)),
  /** A sentence about the end. */
  message: optional(text),
  queuedAt: text,
  startedAt: optional(text),
  finishedAt: optional(text),
});

export const waitingTaskDefinition = defineRecord('waitingTask', waitingTaskKeys, {
  environmentId: text,
  capability: text,
  taskId: text,
  deploymentId: text,
});

export const taskLogDefinition = defineRecord('taskLog', taskLogKeys, {
  shelf: text,
  taskId: text,
  fence: number,
  /** Bytes of UTF-8 before this chunk. */
  offset: number,
  text,
  writtenAt: text,
  /** The log went on, but is not kept from here. */
  isCut: boolean,
  ...expiring,
});

export type TaskItem = ItemOf<typeof taskDefinition>;
export type WaitingTaskItem = ItemOf<typeof waitingTaskDefinition>;
export type TaskLogItem = ItemOf<typeof taskLogDefinition>;
