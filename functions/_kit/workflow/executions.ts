// Starts executions of state machines and answers their task tokens; repeating either is harmless. A function may do so
// only for the machines in `starts` and `answers` of its manifest.
import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { STATE_MACHINE_PREFIX } from '../../../entities/names.ts';
import { readEnvironment } from '../env.ts';

/** A state machine as its contract describes it. The same execution name always has the same input. */
export interface Machine<Name extends string = string> {
  readonly name: Name;
  readonly executionName: (input: never) => string;
}

export type InputOf<M extends Machine> = Parameters<M['executionName']>[0];

/** Starts an execution unless one with this name exists or existed. */
export type Start<M extends Machine> = (machine: M, input: InputOf<M>) => Promise<void>;

/** Answers the token of a waiting task. Ignores a token that no execution waits for. */
export interface TokenAnswerer {
  succeed(taskToken: string, output: unknown): Promise<void>;
  fail(taskToken: string, error: string, cause: string): Promise<void>;
  /** The wait goes on: its heartbeat time-out begins again. */
  beat(taskToken: string): Promise<void>;
}

const EXISTS = ['ExecutionAlreadyExists'];
const NO_LONGER_WAITED_FOR = ['InvalidToken', 'TaskDoesNotExist', 'TaskTimedOut'];

const unless = (names: readonly string[]) => (error: Error) => {
  if (!names.includes(error.name)) throw error;
};

const ofFunction = z.object({ [STATE_MACHINE_PREFIX]: z.string().min(1) });

/** The ARN of every machine of this stage, without the machine's name. */
const arnPrefix = () => readEnvironment(ofFunction)[STATE_MACHINE_PREFIX] as string;

export const createStart =
  <const Name extends string>(
    _spec: { readonly starts: readonly Name[] },
    prefix = arnPrefix(),
    sfn = new SFNClient({}),
  ) =>
  async <M extends Machine<Name>>(machine: M, input: InputOf<M>): Promise<void> => {
    const name = machine.executionName(input as never);
    const stateMachineArn = `${prefix}${machine.name}`;
    const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    await sfn.send(command).catch(unless(EXISTS));
  };

export const createTokenAnswerer = (sfn = new SFNClient({})): TokenAnswerer => ({
  async succeed(taskToken, output) {
    const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) });
    await sfn.send(command).catch(unless(NO_LONGER_WAITED_FOR));
  },
  async fail(taskToken, error, cause) {
    const command = new SendTaskFailureCommand({ taskToken, error, cause });
    await sfn.send(command).catch(unless(NO_LONGER_WAITED_FOR));
  },
  async beat(taskToken) {
    await sfn.send(new SendTaskHeartbeatCommand({ taskToken })).catch(unless(NO_LONGER_WAITED_FOR));
  },
});
