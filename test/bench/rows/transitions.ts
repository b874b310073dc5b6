// The states that one release enters from its creation to RELEASED, driven as the demo drives it, and the invocations of
// functions that it makes: both are billed.
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Json } from '../../../infra/local/contracts.ts';
import { type Metrics, readMetrics } from '../../../infra/local/demo/figures.ts';
import { driveRelease } from '../../../infra/local/demo/release-driver.ts';
import { readCredentials } from '../../../infra/local/seed/credentials.ts';
import { operatorOf } from '../../support/operator.ts';
import { BUDGETS } from '../budgets.ts';
import { startLocalStack } from '../local-stack.ts';
import type { Measurement } from '../measurement.ts';

/** Longer than a queue gathers a batch, and than a message waits for its turn in a channel. */
const QUIET_MS = 8_000;

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

type Invocations = Readonly<Record<string, number>>;
type Counts = Metrics & { readonly invocations: Invocations };

const countsOf = (url: string): Promise<Counts> => readMetrics(url) as Promise<Counts>;

const sumOf = (counts: Invocations): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Resolves when no function was invoked for longer than a batch is gathered and a channel's line lasts. */
async function quiet(url: string): Promise<Counts> {
  for (;;) {
    const before = await countsOf(url);
    await setTimeout(QUIET_MS);
    const after = await countsOf(url);
    if (sumOf(after.invocations) === sumOf(before.invocations)) return after;
  }
}

/** Counts how often its driver looks at the release while `work` goes on: one route and the authorizer each time. */
async function countingLooks<T>(work: () => Promise<T>): Promise<{ result: T; looks: number }> {
  const { fetch } = globalThis;
  let looks = 0;
  globalThis.fetch = (input, init) => {
    if (String(input).includes('/api/v1/') && (init?.method ?? 'GET') === 'GET') looks += 1;
    return fetch(input, init);
  };
  try {
    return { result: await work(), looks };
  } finally {
    globalThis.fetch = fetch;
  }
}

/** The most invoked functions first: `releases-tasks 21, slack 19`. */
function byFunction(before: Invocations, after: Invocations): string {
  const made = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  const sorted = made.filter(([, count]) => count > 0).toSorted(([, one], [, other]) => other - one);
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ');
}

export const transitions: Measurement = {
  name: 'transitions',
  about: 'states entered, functions invoked and units consumed by one release',
  async measure({ directory, ending, say }) {
    const data = join(directory, 'transitions');
    const stack = await startLocalStack(data, ending);
    const before = await quiet(stack.url);
    const { result, looks } = await countingLooks(() =>
      driveRelease({ credentials: readCredentials(data), version: '9.1.0', say: () => {} }),
    );
    const { id, release } = result;
    const executions = await executionsOf(stack.url, id);
    const counts = await Promise.all(executions.map(({ executionArn }) => statesEntered(stack.url, executionArn)));
    const after = await quiet(stack.url);
    const invocations = sumOf(after.invocations) - sumOf(before.invocations);
    say(`invocations: ${byFunction(before.invocations, after.invocations)}; its driver looked ${looks} times`);
    await stack.stop();
    if (release.status !== 'RELEASED' || counts.length === 0) throw new Error('the release was not driven to its end');
    return [
      {
        what: 'transitions of one release',
        measured: counts.reduce((sum, count) => sum + count, 0),
        allowed: BUDGETS.transitions,
        unit: 'count',
      },
      {
        what: 'invocations of one release, without looks at it',
        measured: invocations - 2 * looks,
        allowed: BUDGETS.invocations,
        unit: 'count',
      },
      { what: 'invocations with the looks of its driver', measured: invocations, unit: 'count' },
      { what: 'executions of one release', measured: counts.length, unit: 'count' },
      { what: 'write units of one release', measured: after.writeUnits - before.writeUnits, unit: 'units' },
      { what: 'read units of one release', measured: after.readUnits - before.readUnits, unit: 'units' },
      { what: 'bus events of one release', measured: after.events - before.events, unit: 'count' },
    ];
  },
};
