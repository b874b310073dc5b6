// Starts executions of the tenant-removal state machine. May be repeated without harm.
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { TenantRemovalInput } from '../../statemachines/tenant-removal/tenant-removal.contract.ts';

export interface RemovalStarter {
  start(input: TenantRemovalInput): Promise<void>;
}

export const createRemovalStarter = (sfn: SFNClient, stateMachineArn: string): RemovalStarter => ({
  async start(input) {
    const command = new StartExecutionCommand({ stateMachineArn, name: input.tenantId, input: JSON.stringify(input) });
    await sfn.send(command).catch((error: unknown) => {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    });
  },
});
