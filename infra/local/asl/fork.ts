// Children of Map and Parallel: started in order up to the concurrency, joined when all have succeeded, aborted when one fails.
// Called by the interpreter, inside its transaction.
import type { Json } from '../contracts.ts';
import { childGraph } from './definition.ts';
import type { Engine } from './engine.ts';
import type { Failure } from './failure.ts';
import { closeFrame, enterState, stateOf } from './lifecycle.ts';
import type { Fork, Frame } from './store/frames.ts';
import type { NewEvent } from './store/history.ts';

/** Makes the frame wait for new children. */
export function startFork(engine: Engine, frame: Frame, fork: Fork): void {
  const isMap = stateOf(engine, frame).Type === 'Map';
  const details = isMap ? { details: { length: fork.inputs.length } } : {};
  engine.record(frame, [{ type: isMap ? 'MapStateStarted' : 'ParallelStateStarted', ...details }]);
  engine.frames.update(frame.id, { phase: 'FORK', fork });
  continueFork(engine, frame.id);
}

/** Starts children up to the concurrency, or lets the parent resume when all have succeeded. */
function continueFork(engine: Engine, parentId: number): void {
  const parent = engine.frames.get(parentId);
  const fork = parent.fork ?? { inputs: [], concurrency: 1 };
  const state = stateOf(engine, parent);
  const { created, open } = engine.frames.countChildren(parentId);
  const last = Math.min(fork.inputs.length, created + fork.concurrency - open);
  for (let position = created; position < last; position++) {
    const child = engine.frames.create(parent.executionArn, parentId, position, parent.lastEvent);
    if (state.Type === 'Map') engine.record(child, [iterationEvent('Started', parent, child)]);
    enterState(engine, child, childGraph(state, position).StartAt, fork.inputs[position] ?? null);
  }
  if (open > 0 || created < fork.inputs.length) return;
  const result = engine.frames.children(parentId).map((child) => child.output ?? null);
  engine.frames.update(parentId, { phase: 'RESUME', outcome: { ok: true, result } });
  engine.wake(parent.executionArn);
}

export function childSucceeded(engine: Engine, child: Frame, output: Json): void {
  const parent = parentOf(engine, child);
  if (stateOf(engine, parent).Type === 'Map') engine.record(child, [iterationEvent('Succeeded', parent, child)]);
  engine.frames.update(child.id, { phase: 'SUCCEEDED', output });
  const { created, open } = engine.frames.countChildren(parent.id);
  // The state's next event follows its last child's last one; until then new children follow the state's start.
  if (open === 0 && created === parent.fork?.inputs.length) {
    engine.frames.update(parent.id, { lastEvent: engine.frames.get(child.id).lastEvent });
  }
  continueFork(engine, parent.id);
}

/** One failure ends the state: its other children are aborted. */
export function childFailed(engine: Engine, child: Frame, failure: Failure): void {
  const parent = parentOf(engine, child);
  if (stateOf(engine, child).Type === 'Task') engine.record(child, [{ type: 'TaskStateAborted', aside: true }]);
  if (stateOf(engine, parent).Type === 'Map') {
    engine.record(child, [{ ...iterationEvent('Failed', parent, child), aside: true }]);
  }
  engine.frames.update(child.id, { phase: 'FAILED', outcome: { ok: false, failure } });
  for (const sibling of engine.frames.children(parent.id)) closeFrame(engine, sibling, { record: true });
  const { lastEvent } = engine.frames.get(child.id);
  engine.frames.update(parent.id, { phase: 'RESUME', outcome: { ok: false, failure }, lastEvent });
  engine.wake(parent.executionArn);
}

function parentOf(engine: Engine, child: Frame): Frame {
  if (child.parentId === null) throw new Error(`frame ${child.id} has no parent`);
  return engine.frames.get(child.parentId);
}

function iterationEvent(what: 'Failed' | 'Started' | 'Succeeded', parent: Frame, child: Frame): NewEvent {
  return { type: `MapIteration${what}`, details: { name: parent.state, index: child.position } };
}
