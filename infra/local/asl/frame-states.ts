// Where a frame stands in its definition, and how it is put at a state. Called by everything that moves frames.
import type { Json } from '../contracts.ts';
import { childGraph, type State, type StateGraph } from './definition.ts';
import type { Engine } from './engine.ts';
import type { Frame } from './store/frames.ts';
import { payload } from './store/history.ts';

/** The states a frame moves among: the machine's own, or those of its branch or iteration. */
function graphOf(engine: Engine, frame: Frame): StateGraph {
  if (frame.parentId === null) return engine.executions.machineOf(engine.executions.get(frame.executionArn));
  return childGraph(stateOf(engine, engine.frames.get(frame.parentId)), frame.position);
}

/** The state a frame stands at. */
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
  const { type, details } = enteredEvent(stateNamed(graphOf(engine, frame), name), name, input);
  const event = engine.history.append(frame.executionArn, engine.frames.get(frame.id).lastEvent, { type, details });
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

function enteredEvent(state: State, name: string, input: Json) {
  return { type: `${state.Type}StateEntered`, details: { name, ...payload('input', input) } };
}
