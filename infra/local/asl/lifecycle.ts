// How frames enter states, and how tasks and executions end, inside the caller's transaction. An end closes everything that
// was open: tasks, timers, frames and the executions that `.sync` tasks waited for.
import type { Json, JsonObject } from '../contracts.ts';
import { childGraph, type State, type StateGraph } from './definition.ts';
import type { Engine } from './engine.ts';
import { parseJson } from './exact-json.ts';
import { errorDetails, type Failure, StateFailure, withinLimit } from './failure.ts';
import type { Execution, ExecutionStatus } from './store/executions.ts';
import { type Frame, hasEnded, type Outcome } from './store/frames.ts';
import { payload } from './store/history.ts';
import type { Task } from './store/tasks.ts';
import { endedEvent } from './tasks/resources.ts';

/** The states a frame moves among: the machine's own, or those of its branch or iteration. */
function graphOf(engine: Engine, frame: Frame): StateGraph {
  if (frame.parentId === null) return engine.executions.machineOf(engine.executions.get(frame.executionArn));
  return childGraph(stateOf(engine, engine.frames.get(frame.parentId)), frame.position);
}

/** The frame's current state. */
export function stateOf(engine: Engine, frame: Frame): State {
  return stateNamed(graphOf(engine, frame), frame.state);
}

function stateNamed(graph: StateGraph, name: string): State {
  const state = graph.States[name];
  if (!state) throw new Error(`no state ${name}`);
  return state;
}

/** Puts the frame at a state and writes its StateEntered event; the interpreter performs it next. */
export function enterState(engine: Engine, frame: Frame, name: string, input: Json): void {
  const { Type } = stateNamed(graphOf(engine, frame), name);
  const event = engine.history.append(frame.executionArn, engine.frames.get(frame.id).lastEvent, {
    type: `${Type}StateEntered`,
    details: { name, ...payload('input', input) },
  });
  engine.frames.update(frame.id, {
    phase: 'ENTER',
    state: name,
    input,
    enteredAt: engine.now(),
    enteredEvent: event,
    lastEvent: event,
    retries: [],
    outcome: null,
    fork: null,
  });
  engine.wake(frame.executionArn);
}

interface ExecutionEnd {
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
  const failure = end.status === 'TIMED_OUT' ? {} : end.failure;
  const output = end.output === undefined ? undefined : JSON.stringify(end.output);
  engine.executions.end(arn, end.status, engine.now(), { ...failure, output });
  for (const task of engine.tasks.waitingFor(arn)) settleTask(engine, task, childOutcome(engine.executions.get(arn)));
}

function endEvent({ status, output = null, failure = {} }: ExecutionEnd) {
  if (status === 'SUCCEEDED') return { type: 'ExecutionSucceeded', details: payload('output', output) };
  const types = { ABORTED: 'ExecutionAborted', FAILED: 'ExecutionFailed', TIMED_OUT: 'ExecutionTimedOut' };
  return { type: types[status], details: errorDetails(failure) };
}

/** The result of `startExecution.sync:2`: the described execution in SDK case, its input and output parsed. */
function childOutcome(child: Execution): Outcome {
  const { error, cause, output } = child;
  const described: JsonObject = {
    ExecutionArn: child.arn,
    Input: parseJson(child.input),
    InputDetails: { Included: true },
    Name: child.name,
    ...(output === undefined ? {} : { Output: parseJson(output), OutputDetails: { Included: true } }),
    RedriveCount: 0,
    StartDate: child.startedAt,
    StateMachineArn: child.machineArn,
    Status: child.status,
    StopDate: child.stoppedAt ?? null,
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
  };
  if (child.status === 'SUCCEEDED') return { ok: true, result: described };
  return { ok: false, failure: { error: 'States.TaskFailed', cause: JSON.stringify(described) } };
}

/** Ends the frame's open task with States.Timeout. */
export function timeOutTask(engine: Engine, frameId: number, timeout: 'heartbeat' | 'task'): void {
  const task = engine.tasks.openOf(frameId);
  if (task) settleTask(engine, task, { ok: false, failure: { error: 'States.Timeout', timeout } });
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
  const { Type } = stateOf(engine, frame);
  const events = ['Map', 'Parallel', 'Task', 'Wait'].includes(Type) ? [{ type: `${Type}StateAborted` }] : [];
  const parent = frame.parentId === null ? undefined : engine.frames.get(frame.parentId);
  if (!parent || stateOf(engine, parent).Type !== 'Map') return events;
  return [...events, { type: 'MapIterationAborted', details: { name: parent.state, index: frame.position } }];
}
