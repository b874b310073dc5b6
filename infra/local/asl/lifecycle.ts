// Beginning and end of executions and tasks, inside the caller's transaction. An end closes everything that was open: tasks,
// timers, frames and the executions that `.sync` tasks waited for.
import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../contracts.ts';
import type { Engine, StateMachineSpec } from './engine.ts';
import { errorOutput, type Failure, StateFailure, withinLimit } from './failure.ts';
import { enterState, stateOf } from './frame-states.ts';
import { endedEvent } from './resources.ts';
import type { Execution, ExecutionStatus } from './store/executions.ts';
import { type Frame, hasEnded, type Outcome } from './store/frames.ts';
import { payload } from './store/history.ts';
import type { Task } from './store/tasks.ts';

export interface ExecutionStart {
  readonly machine: StateMachineSpec;
  /** A random UUID when absent. The caller has checked that the name is free. */
  readonly name?: string | undefined;
  readonly input: string;
}

/** `arn:…:stateMachine:NAME` -> `arn:…:execution:NAME:EXECUTION`. */
export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The template's role is not known here, so AWS's shape with the machine's name. */
export function roleArn(machineArn: string, machineName: string): string {
  return `arn:aws:iam::${machineArn.split(':')[4] ?? ''}:role/${machineName}`;
}

export function beginExecution(engine: Engine, start: ExecutionStart): Execution {
  const { machine } = start;
  const name = start.name ?? randomUUID();
  const arn = executionArn(machine.arn, name);
  engine.executions.create({
    arn,
    machineArn: machine.arn,
    machineName: machine.name,
    name,
    definition: machine.definition,
    input: start.input,
    startedAt: engine.now(),
  });
  const details = {
    input: start.input,
    inputDetails: { truncated: false },
    roleArn: roleArn(machine.arn, machine.name),
  };
  engine.history.append(arn, 0, { type: 'ExecutionStarted', details });
  const execution = engine.executions.get(arn);
  const definition = engine.executions.machineOf(execution);
  const root = engine.frames.create(arn, null, 0, 0);
  enterState(engine, engine.frames.get(root), definition.StartAt, JSON.parse(start.input) as Json);
  armExecutionTimeout(engine, execution, root);
  return execution;
}

/** The machine's own TimeoutSeconds, counted from now. */
export function armExecutionTimeout(engine: Engine, execution: Execution, rootFrameId: number): void {
  const seconds = engine.executions.machineOf(execution).TimeoutSeconds;
  if (seconds !== undefined) engine.timers.set(rootFrameId, 'execution', engine.now() + seconds * 1000);
}

export interface ExecutionEnd {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output?: Json;
  readonly failure?: Failure;
}

/** Ends a running execution and tells the `.sync` tasks that wait for it. */
export function endExecution(engine: Engine, arn: string, end: ExecutionEnd): void {
  const root = engine.frames.root(arn);
  const cut = end.status === 'ABORTED' || end.status === 'TIMED_OUT';
  engine.history.append(arn, cut ? 0 : root.lastEvent, endEvent(end));
  closeFrame(engine, root, { record: false });
  // AWS names States.Timeout in the event only, never on the execution.
  const failure = end.status === 'TIMED_OUT' ? {} : (end.failure ?? {});
  const output = end.output === undefined ? {} : { output: JSON.stringify(end.output) };
  engine.executions.end(arn, end.status, engine.now(), { ...output, failure });
  for (const task of engine.tasks.waitingFor(arn)) settleTask(engine, task, childOutcome(engine.executions.get(arn)));
}

function endEvent(end: ExecutionEnd) {
  if (end.status === 'SUCCEEDED') return { type: 'ExecutionSucceeded', details: payload('output', end.output ?? null) };
  const { error, cause } = end.failure ?? {};
  const details = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  const types = { ABORTED: 'ExecutionAborted', FAILED: 'ExecutionFailed', TIMED_OUT: 'ExecutionTimedOut' };
  return { type: types[end.status], details };
}

/** The result of `startExecution.sync:2`: the described execution in SDK case, its input and output parsed. */
function childOutcome(child: Execution): Outcome {
  const described: JsonObject = {
    ExecutionArn: child.arn,
    Input: JSON.parse(child.input) as Json,
    InputDetails: { Included: true },
    Name: child.name,
    ...(child.output === null ? {} : { Output: JSON.parse(child.output) as Json, OutputDetails: { Included: true } }),
    RedriveCount: child.redriveCount,
    StartDate: child.startedAt,
    StateMachineArn: child.machineArn,
    Status: child.status,
    StopDate: child.stoppedAt,
    ...errorOutput({ error: child.error ?? undefined, cause: child.cause ?? undefined }),
  };
  if (child.status === 'SUCCEEDED') return { ok: true, result: described };
  return { ok: false, failure: { error: 'States.TaskFailed', cause: JSON.stringify(described) } };
}

/** Ends an open task with its outcome; its frame resumes. */
export function settleTask(engine: Engine, task: Task, outcome: Outcome): void {
  const settled = outcome.ok ? limited(outcome) : outcome;
  closeTask(engine, task);
  engine.record(engine.frames.get(task.frameId), [endedEvent(task, settled)]);
  engine.frames.update(task.frameId, { phase: 'RESUME', outcome: settled });
  engine.wake(task.executionArn);
}

function limited(outcome: Outcome & { ok: true }): Outcome {
  try {
    withinLimit(outcome.result ?? null, 'result of the task');
    return outcome;
  } catch (error) {
    if (error instanceof StateFailure) return { ok: false, failure: error.failure };
    throw error;
  }
}

function closeTask(engine: Engine, task: Task): void {
  engine.tasks.close(task.token);
  engine.timers.clear(task.frameId, 'timeout');
  engine.timers.clear(task.frameId, 'heartbeat');
  const child = task.childArn === null ? undefined : engine.executions.find(task.childArn);
  if (child?.status === 'RUNNING') endExecution(engine, child.arn, { status: 'ABORTED' });
}

/** Aborts an open frame and all below it. `record` writes the events AWS writes for the siblings of a failed branch. */
export function closeFrame(engine: Engine, frame: Frame, options: { record: boolean }): void {
  engine.timers.clearAll(frame.id);
  for (const child of engine.frames.children(frame.id)) closeFrame(engine, child, options);
  if (hasEnded(frame)) return;
  const task = engine.tasks.openOf(frame.id);
  if (task) closeTask(engine, task);
  if (options.record) engine.record(frame, abortedEvents(engine, frame));
  engine.frames.update(frame.id, { phase: 'ABORTED' });
}

function abortedEvents(engine: Engine, frame: Frame) {
  const state = stateOf(engine, frame);
  const waits = state.Type === 'Map' || state.Type === 'Parallel' || state.Type === 'Task' || state.Type === 'Wait';
  const events = waits ? [{ type: `${state.Type}StateAborted` }] : [];
  const parent = frame.parentId === null ? undefined : engine.frames.get(frame.parentId);
  if (!parent || stateOf(engine, parent).Type !== 'Map') return events;
  return [...events, { type: 'MapIterationAborted', details: { name: parent.state, index: frame.position } }];
}
