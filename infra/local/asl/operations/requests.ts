// Reads members of requests and makes pages of answers, checked as the service does. Every operation of this folder reads its
// input through these. Errors: ValidationException, InvalidArn, InvalidToken, ExecutionDoesNotExist, StateMachineDoesNotExist.
import { AwsError, type JsonObject } from '../../contracts.ts';
import type { Engine, StateMachineSpec } from '../engine.ts';
import type { Execution } from '../store/executions.ts';

function invalid(reason: string): AwsError {
  return new AwsError('ValidationException', `1 validation error detected: ${reason}`);
}

export function optionalText(input: JsonObject, member: string): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid(`Value at '${member}' must be a string`);
  return value;
}

export function requiredText(input: JsonObject, member: string): string {
  const value = optionalText(input, member);
  if (value === undefined) throw invalid(`Value at '${member}' failed to satisfy constraint: Member must not be null`);
  return value;
}

export function optionalFlag(input: JsonObject, member: string, otherwise: boolean): boolean {
  const value = input[member] ?? otherwise;
  if (typeof value !== 'boolean') throw invalid(`Value at '${member}' must be a boolean`);
  return value;
}

/** `maxResults`: 0 and absent mean 100, the most is 1000. */
export function pageSize(input: JsonObject): number {
  const value = input.maxResults ?? 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 1000) {
    throw invalid(`Value at 'maxResults' failed to satisfy constraint: Member must be between 0 and 1000`);
  }
  return value === 0 ? 100 : value;
}

export function refuseMember(input: JsonObject, member: string): void {
  if (input[member] !== undefined) throw invalid(`'${member}' is not supported by the local runtime`);
}

export function oneOf(input: JsonObject, member: string, values: readonly string[]): string | undefined {
  const value = optionalText(input, member);
  if (value === undefined || values.includes(value)) return value;
  throw invalid(
    `Value '${value}' at '${member}' failed to satisfy constraint: Member must be one of ${values.join(', ')}`,
  );
}

/** The id that a `nextToken` holds. */
export function pageStart(input: JsonObject): number | undefined {
  const token = optionalText(input, 'nextToken');
  if (token === undefined) return undefined;
  const id = Buffer.from(token, 'base64url').toString();
  if (!/^\d{1,15}$/.test(id)) throw new AwsError('InvalidToken', `Invalid Token: 'Invalid token'`);
  return Number(id);
}

/** `rows` has one row more than `size` if a next page exists. */
export function page<T>(rows: readonly T[], size: number, idOf: (row: T) => number): { rows: T[]; next: JsonObject } {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  if (rows.length <= size || last === undefined) return { rows: shown, next: {} };
  return { rows: shown, next: { nextToken: Buffer.from(String(idOf(last))).toString('base64url') } };
}

function checkArn(arn: string, kind: 'execution' | 'stateMachine'): void {
  const shape = /^arn:[\w-]+:states:[^:]*:[^:]*:(execution|stateMachine):.+/.exec(arn);
  if (shape?.[1] !== kind) throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
}

export function requiredExecution(engine: Engine, input: JsonObject): Execution {
  const arn = requiredText(input, 'executionArn');
  checkArn(arn, 'execution');
  const execution = engine.executions.find(arn);
  if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return execution;
}

export function requiredMachine(engine: Engine, input: JsonObject): StateMachineSpec {
  const arn = requiredText(input, 'stateMachineArn');
  checkArn(arn, 'stateMachine');
  const machine = engine.machines.get(arn);
  if (!machine) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return machine;
}

/** Epoch milliseconds as AWS JSON 1.0 writes a timestamp: seconds with a fraction. */
export function timestamp(ms: number): number {
  return ms / 1000;
}
