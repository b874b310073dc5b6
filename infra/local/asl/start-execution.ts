// StartExecution's rules, shared by the API operation and the `states:startExecution` integration: valid names and inputs, and
// the same name with the same input answers the running execution.
import { randomUUID } from 'node:crypto';
import { AwsError } from '../contracts.ts';
import type { Engine } from './engine.ts';
import { parseJson } from './exact-json.ts';
import { MAX_PAYLOAD_BYTES } from './failure.ts';
import { enterState } from './lifecycle.ts';
import type { Execution } from './store/executions.ts';

interface StartRequest {
  readonly machineArn: string;
  /** A random UUID when absent. */
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
export function startExecution(engine: Engine, { machineArn, name = randomUUID(), input }: StartRequest): Execution {
  const machine = engine.machines.get(machineArn);
  if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
  if (name.length < 1 || name.length > 80 || REFUSED_IN_NAME.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
  const parsed = parseInput(input);
  const arn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const existing = engine.executions.find(arn);
  if (existing?.status === 'RUNNING' && existing.input === input) return existing;
  if (existing) throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);

  const startedAt = engine.now();
  const { name: machineName, definition } = machine;
  const execution = engine.executions.create({ arn, machineArn, machineName, name, definition, input, startedAt });
  const details = { input, inputDetails: { truncated: false }, roleArn: roleArn(machineArn, machineName) };
  engine.history.append(arn, 0, { type: 'ExecutionStarted', details });
  const { StartAt, TimeoutSeconds } = engine.executions.machineOf(execution);
  const root = engine.frames.create(arn, null, 0, 0);
  enterState(engine, root, StartAt, parsed);
  if (TimeoutSeconds !== undefined) engine.timers.set(root.id, 'execution', startedAt + TimeoutSeconds * 1000);
  return execution;
}

/** The template's role is unknown here, so AWS's shape with the machine's name. */
export function roleArn(machineArn: string, machineName: string): string {
  return `arn:aws:iam::${machineArn.split(':')[4] ?? ''}:role/${machineName}`;
}

function parseInput(input: string) {
  if (Buffer.byteLength(input) > MAX_PAYLOAD_BYTES) {
    throw new AwsError('InvalidExecutionInput', `Invalid Execution Input: larger than ${MAX_PAYLOAD_BYTES} bytes`);
  }
  try {
    return parseJson(input);
  } catch {
    throw new AwsError('InvalidExecutionInput', 'Invalid Execution Input: it is not JSON');
  }
}
