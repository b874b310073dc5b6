// One interpreter over a database in memory (or a given one, for crashes), with a clock and functions the test controls. Every test
// of this folder drives state machines through it, by the API operations only.
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { createStateMachines, type StateMachines } from '../../../../../infra/local/asl/state-machines.ts';
import type { InvocationResult, Json, JsonObject } from '../../../../../infra/local/contracts.ts';

/** 2026-03-01T00:00:00Z, where every test begins. */
export const START = Date.UTC(2026, 2, 1);

type FakeFunction = (payload: Json, call: number) => Json | Promise<Json>;

/** Thrown by a fake function to fail like a Lambda whose handler threw. */
export class FunctionError extends Error {
  readonly errorType: string;
  constructor(errorType: string, message = 'it failed') {
    super(message);
    this.errorType = errorType;
  }
}

export interface HarnessOptions {
  readonly db?: DatabaseSync;
  readonly functions?: Readonly<Record<string, FakeFunction>>;
  readonly machines?: Readonly<Record<string, JsonObject>>;
  readonly putEvents?: (input: JsonObject) => Promise<JsonObject>;
  readonly random?: () => number;
  readonly now?: number;
}

export interface Call {
  readonly name: string;
  readonly payload: Json;
}

export function machineArn(name: string): string {
  return `arn:aws:states:local:000000000000:stateMachine:${name}`;
}

export class Harness {
  readonly calls: Call[] = [];
  readonly lines: string[] = [];
  readonly machines: StateMachines;
  now: number;

  constructor(options: HarnessOptions) {
    this.now = options.now ?? START;
    const counts = new Map<string, number>();
    const invoke = async (name: string, payload: Json): Promise<InvocationResult> => {
      this.calls.push({ name, payload });
      const call = (counts.get(name) ?? 0) + 1;
      counts.set(name, call);
      const run = options.functions?.[name];
      if (!run) {
        return { ok: false, errorType: 'ResourceNotFoundException', errorMessage: `Function not found: ${name}` };
      }
      try {
        return { ok: true, payload: await run(payload, call) };
      } catch (error) {
        const { errorType, message } = error as FunctionError;
        return { ok: false, errorType: errorType ?? 'Error', errorMessage: message, trace: ['at handler'] };
      }
    };
    this.machines = createStateMachines({
      db: options.db ?? new DatabaseSync(':memory:'),
      now: () => this.now,
      log: (line) => this.lines.push(line),
      machines: Object.entries(options.machines ?? {}).map(([name, definition]) => ({
        arn: machineArn(name),
        name,
        definition,
      })),
      invoker: { invoke },
      putEvents: options.putEvents,
      ...(options.random ? { random: options.random } : {}),
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: answers are asserted member by member
  async api(operation: string, input: JsonObject): Promise<any> {
    return this.machines.service.operations[operation]?.(input);
  }

  /** Starts an execution of machine `main` and answers its ARN. */
  async begin(input: Json = {}, more: JsonObject = {}): Promise<string> {
    const request = { stateMachineArn: machineArn('main'), input: JSON.stringify(input), ...more };
    return (await this.api('StartExecution', request)).executionArn;
  }

  describe(arn: string) {
    return this.api('DescribeExecution', { executionArn: arn });
  }

  async output(arn: string): Promise<Json> {
    const { status, output, error, cause } = await this.describe(arn);
    if (status !== 'SUCCEEDED') throw new Error(`${status} ${error}: ${cause}`);
    return JSON.parse(output);
  }

  // biome-ignore lint/suspicious/noExplicitAny: events are asserted member by member
  async events(arn: string): Promise<any[]> {
    return (await this.api('GetExecutionHistory', { executionArn: arn, maxResults: 1000 })).events;
  }

  async types(arn: string): Promise<string[]> {
    return (await this.events(arn)).map((event) => event.type);
  }

  /** Moves the clock, fires what is due and waits until nothing moves. */
  async pass(seconds: number): Promise<void> {
    this.now += seconds * 1000;
    await this.machines.runDue();
    await this.machines.settled();
  }
}

/** A started harness that is stopped when the test ends. `states` begins at its first state. */
export function harness(options: HarnessOptions): Harness {
  const made = new Harness(options);
  void made.machines.start();
  onTestFinished(async () => {
    await made.machines.stop();
  });
  return made;
}

/** A JSONata machine of these states that starts at the first. */
export function machine(states: JsonObject, more: JsonObject = {}): JsonObject {
  return { QueryLanguage: 'JSONata', ...graph(states), ...more };
}

export function graph(states: JsonObject): JsonObject {
  return { StartAt: Object.keys(states)[0] ?? '', States: states };
}

/** A Task that invokes a function of the harness and ends its graph. */
export function invoke(name: string, more: JsonObject = {}): JsonObject {
  const next = more.Next === undefined ? { End: true } : {};
  const Arguments = { FunctionName: name, Payload: '{% $states.input %}' };
  return { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments, ...next, ...more };
}

/** Runs one machine to its end and answers the harness and the execution. */
export async function runMachine(definition: JsonObject, input: Json = {}, options: HarnessOptions = {}) {
  const made = harness({ ...options, machines: { main: definition, ...options.machines } });
  const arn = await made.begin(input);
  await made.machines.settled();
  return { made, arn };
}

/** The output of a machine of one Pass state with this Output. */
export async function outputOf(output: Json, input: Json = {}): Promise<Json> {
  const { made, arn } = await runMachine(machine({ Only: { Type: 'Pass', Output: output, End: true } }), input);
  return made.output(arn);
}
