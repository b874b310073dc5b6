// Starts executions of the integration-check state machine. May be repeated without harm.
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { IntegrationCheckInput } from '../../../statemachines/integration-check/integration-check.contract.ts';

export interface CheckStarter {
  start(input: IntegrationCheckInput): Promise<void>;
}

export const createCheckStarter = (sfn: SFNClient, stateMachineArn: string): CheckStarter => ({
  async start(input) {
    const name = `${input.integrationId}-r${input.revision}`;
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    await sfn.send(command).catch((error: unknown) => {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    });
  },
});
