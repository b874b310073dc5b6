// Starts and answers executions of the release-lifecycle state machine. Both may be repeated without harm.
import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';

/** Answers the tokens of waiting workflows. One that is no longer waited for is not an error. */
export interface TokenAnswerer {
  succeed(taskToken: string, output: unknown): Promise<void>;
}

/** Starts the workflow of a release. */
export interface LifecycleStarter {
  start(tenantId: string, releaseId: string): Promise<void>;
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

export const createLifecycleStarter = (sfn: SFNClient, stateMachineArn: string): LifecycleStarter => ({
  async start(tenantId, releaseId) {
    // One name per release: a second delivery of the event finds the execution that the first one started.
    const input = JSON.stringify({ tenantId, releaseId });
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name: releaseId, input })).catch((error: unknown) => {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    });
  },
});
