// RedriveExecution: a failed, aborted or timed out execution goes on where it stopped, with what its finished branches and
// iterations gave (https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html).
import { AwsError } from '../contracts.ts';
import type { Engine } from './engine.ts';
import { continueFork } from './fork.ts';
import { enterState, stateOf } from './frame-states.ts';
import { armExecutionTimeout } from './lifecycle.ts';
import type { Execution } from './store/executions.ts';
import type { Frame } from './store/frames.ts';
import { MAX_EVENTS } from './store/history.ts';

const REDRIVABLE_MS = 14 * 24 * 3_600_000;

/** Why the execution cannot be redriven, or undefined when it can. */
export function redriveObstacle(engine: Engine, execution: Execution): string | undefined {
  const { status, stoppedAt } = execution;
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (engine.now() - (stoppedAt ?? 0) > REDRIVABLE_MS) return 'Execution ended more than 14 days ago';
  if (engine.history.lastId(execution.arn) >= MAX_EVENTS - 1) return 'Execution history event limit exceeded';
  return undefined;
}

/** Answers the time of the redrive. Errors: ExecutionNotRedrivable. Call inside a transaction. */
export function redriveExecution(engine: Engine, execution: Execution): number {
  const obstacle = redriveObstacle(engine, execution);
  if (obstacle) throw new AwsError('ExecutionNotRedrivable', obstacle);
  const { arn } = execution;
  const at = engine.now();
  engine.executions.redrive(arn, at);
  const details = { redriveCount: execution.redriveCount + 1 };
  const event = engine.history.append(arn, engine.history.lastId(arn), { type: 'ExecutionRedriven', details });
  const root = engine.frames.root(arn);
  reopen(engine, root, event);
  armExecutionTimeout(engine, execution, root.id);
  engine.wake(arn);
  return at;
}

/** Puts a frame that did not succeed back to work at the state it stands at; retries count anew. */
function reopen(engine: Engine, frame: Frame, lastEvent: number): void {
  const state = stateOf(engine, frame);
  const tooLarge = frame.outcome?.ok === false && frame.outcome.failure.error === 'States.DataLimitExceeded';
  const again = { lastEvent, retries: [], outcome: null };
  if (frame.fork && !tooLarge) {
    for (const child of engine.frames.children(frame.id)) {
      if (child.phase !== 'SUCCEEDED') reopen(engine, child, lastEvent);
    }
    engine.frames.update(frame.id, { ...again, phase: 'FORK' });
    continueFork(engine, frame.id);
    return;
  }
  engine.frames.deleteChildren(frame.id);
  engine.frames.update(frame.id, { ...again, phase: 'ENTER', fork: null });
  // Tasks, waits and forks are scheduled again within the state they are in; the others are entered anew.
  const entersAnew =
    state.Type === 'Choice' || state.Type === 'Fail' || state.Type === 'Pass' || state.Type === 'Succeed';
  if (entersAnew) enterState(engine, engine.frames.get(frame.id), frame.state, frame.input);
}
