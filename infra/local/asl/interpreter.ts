// One step of one frame: performs or resumes its state, decides the next move (exit, wait, retry, catch, fail), and writes
// all of it in one transaction. Called by the scheduler for every ready frame; evaluation has no side effects, so a step that
// was cut short is repeated.
import type { Json, JsonObject } from '../contracts.ts';
import { canRetry, type Exit, type State } from './definition.ts';
import type { Engine } from './engine.ts';
import { errorOutput, type Failure, isFatal, matches, StateFailure, withinLimit } from './failure.ts';
import { childFailed, childSucceeded, startFork } from './fork.ts';
import { endExecution, enterState } from './lifecycle.ts';
import { planRetry, type RetryPlan } from './retry.ts';
import type { StateKind, Step } from './states/state-kind.ts';
import { stateKinds } from './states/state-kinds.ts';
import type { Frame } from './store/frames.ts';
import { MAX_EVENTS, type NewEvent, payload } from './store/history.ts';
import { scheduledEvents } from './tasks/resources.ts';
import { Visit } from './visit.ts';

/** The changes to write. `events` are written before all others of the step. */
type Decision = { readonly events: readonly NewEvent[] } & (
  | Exclude<Step, { do: 'leave' | 'raise' }>
  | { readonly do: 'exit'; readonly next: string | undefined; readonly output: Json; readonly assigned: JsonObject }
  | { readonly do: 'fail'; readonly failure: Failure }
  | { readonly do: 'retry'; readonly plan: RetryPlan }
);

/** Advances the frame by one step, unless a stop or a timeout changed it meanwhile. */
export async function advance(engine: Engine, frame: Frame): Promise<void> {
  const visit = new Visit(engine, frame);
  const decision = await decide(visit);
  engine.db.transaction(() => {
    if (engine.frames.isCurrent(frame)) write(visit, decision);
  });
}

async function decide(visit: Visit): Promise<Decision> {
  const { engine, frame } = visit;
  if (engine.history.lastId(frame.executionArn) >= MAX_EVENTS - 1) {
    const cause = `The execution reached the maximum number of history events (${MAX_EVENTS}).`;
    return { do: 'fail', failure: { error: 'States.Runtime', cause }, events: [] };
  }
  try {
    const step = frame.phase === 'RESUME' ? resumed(visit) : await perform(visit);
    if (step.do === 'raise') return await recover(visit, step.failure, []);
    if (step.do !== 'leave') return { ...step, events: [] };
    // The state's exit follows its last child, not this event.
    const events = frame.phase === 'RESUME' ? forkEvents(visit.state, 'Succeeded', { aside: true }) : [];
    return await leave(visit, step.exit, step.location ?? '', { result: step.result }, step.result, events);
  } catch (error) {
    return recover(visit, ...explained(visit, error));
  }
}

function perform(visit: Visit): Promise<Step> {
  const kind: StateKind = stateKinds[visit.state.Type];
  return kind.enter(visit.state, visit);
}

function resumed({ frame, state }: Visit): Step {
  const outcome = frame.outcome ?? { ok: true };
  if (!outcome.ok) return { do: 'raise', failure: outcome.failure };
  return { do: 'leave', exit: state, ...(outcome.result === undefined ? {} : { result: outcome.result }) };
}

/** Evaluates Output and Assign, both against the values on entry; the frame continues at the exit's next state. */
async function leave(
  visit: Visit,
  exit: Exit,
  location: string,
  sight: { result?: Json | undefined; errorOutput?: JsonObject },
  defaultOutput: Json | undefined,
  events: readonly NewEvent[],
): Promise<Decision> {
  const output =
    exit.Output === undefined
      ? defaultOutput === undefined
        ? visit.input
        : defaultOutput
      : await visit.evaluate(exit.Output, `${location}Output`, sight);
  const assign = exit.Assign ?? {};
  const assigned = (await visit.evaluate(assign, `${location}Assign`, sight)) as JsonObject;
  withinLimit(output, 'output of the state');
  withinLimit(assigned, 'assigned variables');
  return { do: 'exit', next: exit.End ? undefined : exit.Next, output, assigned, events };
}

/** Retry first, then Catch, then the frame fails. `events` are of the failure itself; a retried state has not failed. */
async function recover(visit: Visit, failure: Failure, events: readonly NewEvent[]): Promise<Decision> {
  const { engine, frame, state } = visit;
  const { Retry = [], Catch = [] } = canRetry(state) ? state : {};
  const plan = planRetry(Retry, frame.retries, failure, engine.random);
  if (plan) return { do: 'retry', plan, events };
  if (isFatal(failure)) return { do: 'fail', failure, events };
  const position = Catch.findIndex((catcher) => matches(catcher.ErrorEquals, failure));
  const catcher = Catch[position];
  const failed = [...events, ...forkEvents(state, 'Failed')];
  if (!catcher) return { do: 'fail', failure, events: failed };
  const caught = errorOutput(failure);
  try {
    return await leave(visit, catcher, `Catch[${position}]/`, { errorOutput: caught }, caught, failed);
  } catch (error) {
    const [again, more] = explained(visit, error);
    const twice = [...forkEvents(state, 'Failed', { aside: true }), ...more, ...forkEvents(state, 'Failed')];
    return { do: 'fail', failure: again, events: [...events, ...twice] };
  }
}

/** The execution's failure for an error of the interpreter. Anything unforeseen ends it with States.Runtime. */
function explained(visit: Visit, error: unknown): [Failure, NewEvent[]] {
  if (!(error instanceof StateFailure)) {
    visit.engine.log(`${visit.execution.arn}: ${visit.frame.state}: ${String(error)}`);
    return [{ error: 'States.Runtime', cause: visit.explain(String(error)) }, []];
  }
  const failure = { error: error.name, cause: visit.explain(error.message) };
  if (error.location === undefined) return [failure, []];
  const details = { ...failure, location: error.location, state: visit.frame.state };
  return [failure, [{ type: 'EvaluationFailed', details }]];
}

/** The event that only states with children write at their end. */
function forkEvents({ Type }: State, end: 'Failed' | 'Succeeded', more: { aside?: true } = {}): NewEvent[] {
  return Type === 'Map' || Type === 'Parallel' ? [{ type: `${Type}State${end}`, ...more }] : [];
}

function write(visit: Visit, decision: Decision): void {
  const { engine, frame } = visit;
  engine.record(frame, decision.events);
  switch (decision.do) {
    case 'exit':
      writeExit(visit, decision);
      break;
    case 'fail':
      writeFailure(engine, frame, decision.failure);
      break;
    case 'fork':
      startFork(engine, frame, decision.fork);
      break;
    case 'retry':
      engine.frames.deleteChildren(frame.id);
      engine.frames.update(frame.id, { phase: 'RETRY', retries: decision.plan.counts, outcome: null, fork: null });
      engine.timers.set(frame.id, 'retry', engine.now() + decision.plan.delayMs);
      break;
    case 'task':
      writeTask(engine, frame, decision);
      break;
    case 'wait':
      engine.frames.update(frame.id, { phase: 'WAIT' });
      engine.timers.set(frame.id, 'wait', decision.until);
      break;
  }
}

function writeExit(visit: Visit, exit: Decision & { do: 'exit' }): void {
  const { engine, frame, state } = visit;
  const names = Object.entries(exit.assigned).map(([name, value]) => [name, JSON.stringify(value)]);
  const assigned = { assignedVariables: Object.fromEntries(names), assignedVariablesDetails: { truncated: false } };
  const details = { name: frame.state, ...payload('output', exit.output), ...(names.length > 0 ? assigned : {}) };
  engine.record(frame, [{ type: `${state.Type}StateExited`, details }]);
  engine.frames.deleteChildren(frame.id);
  engine.frames.update(frame.id, { variables: { ...frame.variables, ...exit.assigned } });
  if (exit.next !== undefined) {
    enterState(engine, frame, exit.next, exit.output);
  } else if (frame.parentId !== null) {
    childSucceeded(engine, frame, exit.output);
  } else {
    engine.frames.update(frame.id, { phase: 'SUCCEEDED', output: exit.output });
    endExecution(engine, frame.executionArn, { status: 'SUCCEEDED', output: exit.output });
  }
}

function writeFailure(engine: Engine, frame: Frame, failure: Failure): void {
  if (frame.parentId !== null && !isFatal(failure)) {
    childFailed(engine, frame, failure);
    return;
  }
  const { lastEvent } = engine.frames.get(frame.id);
  engine.frames.update(engine.frames.root(frame.executionArn).id, { lastEvent });
  engine.frames.update(frame.id, { phase: 'FAILED', outcome: { ok: false, failure } });
  endExecution(engine, frame.executionArn, { status: 'FAILED', failure });
}

function writeTask(engine: Engine, frame: Frame, task: Decision & { do: 'task' }): void {
  const { token, resource, timeoutSeconds, heartbeatSeconds } = task;
  const { executionArn, id: frameId } = frame;
  const row = { token, resource, arguments: task.arguments, executionArn, frameId, heartbeatSeconds };
  engine.record(frame, scheduledEvents(row, timeoutSeconds));
  engine.tasks.create(row);
  engine.frames.update(frame.id, { phase: 'TASK' });
  if (timeoutSeconds !== undefined) engine.timers.set(frame.id, 'timeout', engine.now() + timeoutSeconds * 1000);
  if (heartbeatSeconds !== undefined) engine.timers.set(frame.id, 'heartbeat', engine.now() + heartbeatSeconds * 1000);
}
