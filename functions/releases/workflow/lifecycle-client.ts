// Starts and answers executions of release-lifecycle, and starts those of release-deadline. All may be repeated without harm.
import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { ReleaseDeadlineInput } from '../../../statemachines/release-deadline/release-deadline.contract.ts';

/** Answers the tokens of waiting workflows. One that is no longer waited for is not an error. */
export interface TokenAnswerer {
  succeed(taskToken: string, output: unknown): Promise<void>;
}

/** Starts the workflow of a release. */
export interface LifecycleStarter {
  start(tenantId: string, releaseId: string): Promise<void>;
}

/** Starts the watch over a release's targetReleaseDate. */
export interface DeadlineStarter {
  start(watch: ReleaseDeadlineInput): Promise<void>;
}

const NO_LONGER_WAITED_FOR = [InvalidToken, TaskDoesNotExist, TaskTimedOut] as const;

export const createTokenAnswerer = (sfn: SFNClient): TokenAnswerer => ({
  async succeed(taskToken, output) {
    const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) });
    await sfn.send(command).catch((error: unknown) => {
      if (!NO_LONGER_WAITED_FOR.some((kind) => error instanceof kind)) throw error;
    });
  },
});

/** Starts an execution unless there is, or was, one of that name. */
async function startOnce(sfn: SFNClient, stateMachineArn: string, name: string, input: object): Promise<void> {
  const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
  await sfn.send(command).catch((error: unknown) => {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  });
}

export const createLifecycleStarter = (sfn: SFNClient, stateMachineArn: string): LifecycleStarter => ({
  // One name per release: a second delivery of the event finds the execution that the first one started.
  start: (tenantId, releaseId) => startOnce(sfn, stateMachineArn, releaseId, { tenantId, releaseId }),
});

const createDeadlineStarter = (sfn: SFNClient, stateMachineArn: string): DeadlineStarter => ({
  // One name per change of the date, and per execution that took over from one which had waited too long.
  start: (watch) => startOnce(sfn, stateMachineArn, `${watch.releaseId}-r${watch.revision}-${watch.lap}`, watch),
});

/** The workflow calls that tasks need. */
export const createTaskWorkflows = (sfn: SFNClient, deadlineArn: string) => ({
  tokens: createTokenAnswerer(sfn),
  deadlines: createDeadlineStarter(sfn, deadlineArn),
});

/** The workflow calls that consumers need: also the start of a release's workflow. */
export const createEventWorkflows = (sfn: SFNClient, lifecycleArn: string, deadlineArn: string) => ({
  ...createTaskWorkflows(sfn, deadlineArn),
  lifecycle: createLifecycleStarter(sfn, lifecycleArn),
});
