// Starts executions of the release-train state machine. May be repeated without harm.
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ReleaseTrainInput } from '../../statemachines/release-train/release-train.contract.ts';

export interface TrainStarter {
  start(input: ReleaseTrainInput): Promise<void>;
}

export const createTrainStarter = (sfn: SFNClient, stateMachineArn: string): TrainStarter => ({
  async start(input) {
    const name = `${input.trainId}-${input.leg}`;
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    await sfn.send(command).catch((error: unknown) => {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    });
  },
});
