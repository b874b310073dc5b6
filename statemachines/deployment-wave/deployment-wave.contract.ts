// The input of an execution of deployment-wave, the inputs of its tasks, and what it answers. Started by the machine `deployment`, named
// `<deployment>-<step>-<wave>`; and by the consumers of a cancelled deployment with the step CANCEL.
import * as z from 'zod';
import { TASK_STATUSES, taskStep } from '../../entities/agents/tasks/words.model.ts';

/** Targets of a wave, by the limit of history events (README.md). */
export const MOST_WAVE_TARGETS = 40;

/** Ends the QUEUED tasks of a cancelled deployment; it has no targets. */
export const CANCEL_STEP = 'CANCEL';

const deploymentWaveInput = z.strictObject({
  tenantId: z.string(),
  deploymentId: z.string(),
  step: z.union([taskStep, z.literal(CANCEL_STEP)]),
  /** Counts the waves of a step. Default: 0. */
  wave: z.number().int().optional(),
  targetIds: z.array(z.string()).max(MOST_WAVE_TARGETS),
  /** 1 to 40. */
  maxConcurrent: z.number().int(),
});

export const deploymentWave = {
  name: 'deployment-wave',
  executionName: ({ deploymentId, step, wave = 0 }: z.output<typeof deploymentWaveInput>) =>
    `${deploymentId}-${step}-${wave}`,
} as const;

const ofDeployment = { tenantId: z.string(), deploymentId: z.string(), executionId: z.string() };
const ofTarget = { ...ofDeployment, step: taskStep, targetId: z.string() };

/** `lostFence`: the lease whose agent did not report in time; null at first. */
export const queueTaskInput = z.object({ ...ofTarget, taskToken: z.string(), lostFence: z.number().int().nullable() });
export const followTaskInput = z.object({ ...ofTarget, taskToken: z.string() });
/** `error`: of the wait that failed. */
export const endTaskInput = z.object({
  ...ofTarget,
  error: z.object({ Error: z.string().nullable(), Cause: z.string().nullable() }),
});
export const cancelTasksInput = z.object(ofDeployment);

/** The answer to QueueTask: the lease that an agent has, which ends in so many seconds at the latest. */
export interface Leased {
  readonly fence: number;
  readonly timeoutSeconds: number;
}

export const leaseOf = ({ fence, timeoutSeconds }: Leased): Leased => ({ fence, timeoutSeconds });

/** The answer to FollowTask, and for each target the output of the machine. */
export const waveResult = z.object({
  targetId: z.string(),
  status: z.enum(TASK_STATUSES).exclude(['QUEUED', 'LEASED']),
  error: z.string().nullable(),
});
export type WaveResult = z.output<typeof waveResult>;
