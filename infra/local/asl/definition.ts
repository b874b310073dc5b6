// The shape of a definition that validation has accepted; all other files of this folder read definitions through these types.
// Field names are the Amazon States Language's own (https://states-language.net).
import type { Json, JsonObject } from '../contracts.ts';

/** The next state after a state, a choice rule or a catcher, with its Output and Assign. */
export interface Exit {
  readonly Next?: string;
  readonly End?: boolean;
  readonly Output?: Json;
  readonly Assign?: JsonObject;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher extends Exit {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

interface Recoverable extends Exit {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface TaskState extends Recoverable {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments?: Json;
  readonly TimeoutSeconds?: Json;
  readonly HeartbeatSeconds?: Json;
}

interface ChoiceRule extends Exit {
  readonly Condition: Json;
  readonly Next: string;
}

export interface ChoiceState extends Exit {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface WaitState extends Exit {
  readonly Type: 'Wait';
  readonly Seconds?: Json;
  readonly Timestamp?: Json;
}

export interface MapState extends Recoverable {
  readonly Type: 'Map';
  readonly ItemProcessor: StateGraph;
  readonly Items?: Json;
  readonly ItemSelector?: Json;
  readonly MaxConcurrency?: Json;
}

export interface ParallelState extends Recoverable {
  readonly Type: 'Parallel';
  readonly Branches: readonly StateGraph[];
  readonly Arguments?: Json;
}

export interface PassState extends Exit {
  readonly Type: 'Pass';
}

export interface SucceedState extends Exit {
  readonly Type: 'Succeed';
}

export interface FailState extends Exit {
  readonly Type: 'Fail';
  readonly Error?: Json;
  readonly Cause?: Json;
}

export type State =
  | ChoiceState
  | FailState
  | MapState
  | ParallelState
  | PassState
  | SucceedState
  | TaskState
  | WaitState;

/** Only these states have Retry, Catch and a retry count in the context. */
export function canRetry(state: State): state is MapState | ParallelState | TaskState {
  return state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel';
}

/** A start and its states: the machine itself, a Map's ItemProcessor or one branch of a Parallel. */
export interface StateGraph {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface Machine extends StateGraph {
  readonly TimeoutSeconds?: number;
}

/** The graph that child number `position` of a forking state runs. */
export function childGraph(state: State, position: number): StateGraph {
  if (state.Type === 'Map') return state.ItemProcessor;
  const branch = state.Type === 'Parallel' ? state.Branches[position] : undefined;
  if (!branch) throw new Error(`a ${state.Type} state has no branch ${position}`);
  return branch;
}
