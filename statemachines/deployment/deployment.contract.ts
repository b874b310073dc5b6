// The input of an execution of deployment, the inputs of its tasks, and the step that they answer. Started by the machine `promotion` and by
// the consumer of RollbackRequested; named by the deployment, so that one deployment is driven once.
import * as z from 'zod';

const deploymentInput = z.strictObject({ tenantId: z.string(), deploymentId: z.string() });

export const deployment = {
  name: 'deployment',
  executionName: ({ deploymentId }: z.output<typeof deploymentInput>) => deploymentId,
} as const;

export const deploymentTask = z.object({ ...deploymentInput.shape, executionId: z.string() });
export const awaitDeploymentTask = deploymentTask.extend({ taskToken: z.string() });
/** `error`: of a task that failed for good; null if the deployment has come to its end. */
export const finishDeploymentTask = deploymentTask.extend({
  error: z.object({ Error: z.string().nullable(), Cause: z.string().nullable() }).nullable(),
});
export const createPromotionDeploymentTask = z.object({
  tenantId: z.string(),
  promotionId: z.string(),
  executionId: z.string(),
});

/** The machine routes by `step`; the other fields are those of a wave or of a wait. */
export interface MachineStep {
  /** QUEUE: another deployment of the service is under way in the environment. */
  readonly step: 'WAVE' | 'SOAK' | 'PAUSE' | 'QUEUE' | 'END';
  readonly seconds: number;
  readonly taskStep: string;
  readonly wave: number;
  readonly targetIds: readonly string[];
  readonly maxConcurrent: number;
}

/** The answer about a deployment that has ended or was deleted. */
export const END: MachineStep = {
  ...{ step: 'END', seconds: 1, taskStep: 'DEPLOY', wave: 0, targetIds: [], maxConcurrent: 1 },
};
