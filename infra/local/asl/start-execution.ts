// StartExecution's rules, shared by the API operation and the `states:startExecution` integration: what a name and an input may
// be, and that the same name with the same input answers the running execution.
import { AwsError } from '../contracts.ts';
import type { Engine } from './engine.ts';
import { MAX_PAYLOAD_BYTES } from './failure.ts';
import { beginExecution, executionArn } from './lifecycle.ts';
import type { Execution } from './store/executions.ts';

export interface StartRequest {
  readonly machineArn: string;
  readonly name: string | undefined;
  /** JSON text. */
  readonly input: string;
}

/** White space, brackets, wildcards, quotes and control characters, as the API reference lists them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what AWS refuses
const REFUSED_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/**
 * Starts the execution, or answers the running one of that name and input. Call inside a transaction.
 * Errors: StateMachineDoesNotExist, InvalidName, InvalidExecutionInput, ExecutionAlreadyExists
 * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html).
 */
export function startExecution(engine: Engine, request: StartRequest): Execution {
  const { machineArn, name, input } = request;
  const machine = engine.machines.get(machineArn);
  if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
  if (name !== undefined && (name.length < 1 || name.length > 80 || REFUSED_IN_NAME.test(name))) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
  checkInput(input);
  const existing = name === undefined ? undefined : engine.executions.find(executionArn(machineArn, name));
  if (!existing) return beginExecution(engine, { machine, name, input });
  if (existing.status === 'RUNNING' && existing.input === input) return existing;
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${existing.arn}'`);
}

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > MAX_PAYLOAD_BYTES) {
    throw new AwsError('InvalidExecutionInput', `Invalid Execution Input: larger than ${MAX_PAYLOAD_BYTES} bytes`);
  }
  try {
    JSON.parse(input);
  } catch {
    throw new AwsError('InvalidExecutionInput', 'Invalid Execution Input: it is not JSON');
  }
}
