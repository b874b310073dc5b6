// The state types of the runtime, by their `Type`. Called by the interpreter.
import type { State } from '../definition.ts';
import { choiceKind } from './choice.ts';
import { failKind } from './fail.ts';
import { mapKind } from './map.ts';
import { parallelKind } from './parallel.ts';
import { passKind } from './pass.ts';
import type { StateKind } from './state-kind.ts';
import { succeedKind } from './succeed.ts';
import { taskKind } from './task.ts';
import { waitKind } from './wait.ts';

export const stateKinds: { readonly [T in State['Type']]: StateKind<Extract<State, { Type: T }>> } = {
  Choice: choiceKind,
  Fail: failKind,
  Map: mapKind,
  Parallel: parallelKind,
  Pass: passKind,
  Succeed: succeedKind,
  Task: taskKind,
  Wait: waitKind,
};
