// How many states one release enters from its creation to RELEASED, driven as the demo drives it: every transition is billed.
import { join } from 'node:path';
import type { Json } from '../../infra/local/contracts.ts';
import { driveRelease } from '../../infra/local/demo/release-driver.ts';
import { readCredentials } from '../../infra/local/seed/seed.ts';
import { operatorOf } from '../support/operator.ts';
import { BUDGETS } from './budgets.ts';
import { startLocalStack } from './local-stack.ts';
import type { Measurement } from './measurement.ts';

interface Execution {
  readonly name: string;
  readonly executionArn: string;
}

/** Calls Step Functions of the stack at `url`. Shapes: AWS Step Functions API Reference. */
const callStepFunctions = <T>(url: string, operation: string, input: Json): Promise<T> =>
  operatorOf(url).call(`AWSStepFunctions.${operation}`, input) as Promise<T>;

async function statesEntered(url: string, executionArn: string): Promise<number> {
  let entered = 0;
  let nextToken: string | undefined;
  do {
    const page = await callStepFunctions<{ events: { type: string }[]; nextToken?: string }>(
      url,
      'GetExecutionHistory',
      {
        executionArn,
        maxResults: 1000,
        ...(nextToken !== undefined && { nextToken }),
      },
    );
    entered += page.events.filter(({ type }) => type.endsWith('StateEntered')).length;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return entered;
}

/** Every execution whose name holds the release's id, of every state machine. */
async function executionsOf(url: string, releaseId: string): Promise<Execution[]> {
  type Machines = { stateMachines: { stateMachineArn: string }[] };
  const { stateMachines } = await callStepFunctions<Machines>(url, 'ListStateMachines', {});
  const lists = stateMachines.map(({ stateMachineArn }) =>
    callStepFunctions<{ executions: Execution[] }>(url, 'ListExecutions', { stateMachineArn, maxResults: 1000 }),
  );
  return (await Promise.all(lists))
    .flatMap(({ executions }) => executions)
    .filter(({ name }) => name.includes(releaseId));
}

export const transitions: Measurement = {
  name: 'transitions',
  about: 'states entered by one release',
  async measure({ directory, ending }) {
    const data = join(directory, 'transitions');
    const stack = await startLocalStack(data, ending);
    const { id, release } = await driveRelease({ credentials: readCredentials(data), version: '1.5.0', say: () => {} });
    const executions = await executionsOf(stack.url, id);
    const counts = await Promise.all(executions.map(({ executionArn }) => statesEntered(stack.url, executionArn)));
    await stack.stop();
    if (release.status !== 'RELEASED' || counts.length === 0) throw new Error('the release was not driven to its end');
    return [
      {
        what: 'transitions of one release',
        measured: counts.reduce((sum, count) => sum + count, 0),
        allowed: BUDGETS.transitions,
        unit: 'count',
      },
      { what: 'executions of one release', measured: counts.length, unit: 'count' },
    ];
  },
};
