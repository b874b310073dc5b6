// State machines as deployed, in one process: their real definitions on the local interpreter, tasks as functions, and a
// clock that stands until a test moves it.

import { DatabaseSync } from 'node:sqlite';
import type { BusEvent } from '../../functions/_kit/bus/bus-event.ts';
import type { Machine } from '../../functions/_kit/workflow/executions.ts';
import { answerOf, type Task } from '../../functions/_kit/workflow/task.ts';
import { createStateMachines } from '../../infra/local/asl/state-machines.ts';
import type { InvocationResult, Json, JsonObject } from '../../infra/local/contracts.ts';
import { definitions } from '../support/cdk/definitions.ts';
import { busEventOf } from '../support/stored-events.ts';

const kebabCase = (name: string) => name.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** With the names of domains as their functions' ARNs, and the machines of this file. */
// biome-ignore lint/suspicious/noExplicitAny: a definition is walked member by member
export const definitionOf = (name: string): any =>
  JSON.parse(
    JSON.stringify(definitions.get(name))
      .replaceAll(/\$\{(\w+)TasksFunctionArn\}/g, (_, domain: string) => domain.toLowerCase())
      .replaceAll(/\$\{(\w+)MachineArn\}/g, (_, machine: string) => arnOf(kebabCase(machine))),
  );
const arnOf = (name: string) => `arn:aws:states:local:000000000000:stateMachine:${name}`;

interface MachinesOptions {
  readonly names: readonly string[];
  readonly tasks: Readonly<Record<string, Task<never>>>;
  readonly deps: object;
  readonly clock: { at: number };
  /** Everything in the table, for the outbox. */
  readonly items: () => Promise<readonly Record<string, unknown>[]>;
  readonly deliver: (event: BusEvent) => Promise<void>;
}

export async function startMachines({ names, tasks, deps, clock, items, deliver }: MachinesOptions) {
  const failures = new Map<string, string[]>();
  const executions: { machine: string; name: string; arn: string }[] = [];
  const delivered = new Set<unknown>();

  async function invoke(_: string, payload: Json): Promise<InvocationResult> {
    const { task, canWait, ...input } = payload as { task: string; canWait?: boolean };
    const run = async () => {
      const error = failures.get(task)?.shift();
      if (error !== undefined) throw Object.assign(new Error(`${task} says no`), { name: error });
      return tasks[task]?.(input, deps as never);
    };
    try {
      return { ok: true, payload: (await answerOf(run, canWait === true, clock.at)) as Json };
    } catch (error) {
      const { name, message } = error as Error;
      return { ok: false, errorType: name, errorMessage: message };
    }
  }
  const machines = createStateMachines({
    db: new DatabaseSync(':memory:'),
    now: () => clock.at,
    log: () => undefined,
    machines: names.map((name) => ({ arn: arnOf(name), name, definition: definitionOf(name) })),
    invoker: { invoke },
    random: () => 0,
  });
  await machines.start();

  /** Lets everything happen that needs no time; every event is delivered twice. */
  async function settle(): Promise<void> {
    for (;;) {
      await machines.settled();
      const fresh = (await items()).filter(({ pk, sk }) => /#OUTBOX#/.test(String(pk)) && !delivered.has(sk));
      if (fresh.length === 0) return;
      for (const item of fresh) {
        delivered.add(item.sk);
        for (let time = 0; time < 2; time++) await deliver(busEventOf(item));
      }
    }
  }

  /** As the real answerer, it is content when nobody waits any more. */
  const send = async (operation: string, input: JsonObject) =>
    void (await (async () => machines.service.operations[operation]?.(input))().catch(() => undefined));

  return {
    executions,
    settle,
    tokens: {
      succeed: (taskToken: string, output: unknown) =>
        send('SendTaskSuccess', { taskToken, output: JSON.stringify(output) }),
      beat: (taskToken: string) => send('SendTaskHeartbeat', { taskToken }),
    },
    stop: () => machines.stop(),

    /** Once for a name, as Step Functions does. */
    async start(machine: Machine, input: object): Promise<void> {
      const name = machine.executionName(input as never);
      if (executions.some((one) => one.name === name)) return;
      const request = { stateMachineArn: arnOf(machine.name), name, input: JSON.stringify(input) };
      const reply = await machines.service.operations.StartExecution?.(request);
      executions.push({ machine: machine.name, name, arn: String(reply?.executionArn) });
    },

    /** The next call of `task` fails with an error of this name. */
    fail: (task: string, error: string) => failures.set(task, [...(failures.get(task) ?? []), error]),

    /** Moves the clock, and lets happen what then happens. */
    async at(iso: string): Promise<void> {
      clock.at = Date.parse(iso);
      await machines.runDue();
      await settle();
    },

    /** Moves the clock, and lets happen what then happens, without events. */
    async tick(iso: string): Promise<void> {
      clock.at = Date.parse(iso);
      await machines.runDue();
      await machines.settled();
    },

    async historyOf(arn: string) {
      const events: JsonObject[] = [];
      let nextToken: Json | undefined;
      do {
        const page = { executionArn: arn, maxResults: 1000, ...(nextToken === undefined ? {} : { nextToken }) };
        const reply = await machines.service.operations.GetExecutionHistory?.(page);
        events.push(...((reply?.events ?? []) as JsonObject[]));
        nextToken = reply?.nextToken;
      } while (nextToken !== undefined);
      return events;
    },

    async statusOf(arn: string): Promise<string> {
      const reply = await machines.service.operations.DescribeExecution?.({ executionArn: arn });
      return String(reply?.status);
    },

    /** Of an execution that has succeeded. */
    async outputOf(arn: string): Promise<unknown> {
      const reply = await machines.service.operations.DescribeExecution?.({ executionArn: arn });
      return JSON.parse(String(reply?.output));
    },
  };
}
