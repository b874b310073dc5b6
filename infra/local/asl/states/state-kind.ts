// The interpreter's interface of a state type. Each file of this folder exports one kind; `state-kinds.ts` lists them.
import type { Json } from '../../contracts.ts';
import type { Exit, State } from '../definition.ts';
import type { Failure } from '../failure.ts';
import type { Fork } from '../store/frames.ts';
import type { Visit } from '../visit.ts';

/**
 * The result of performing a state. `leave`: the state has ended; `exit` has the next state, Output and Assign, `location` is
 * their prefix in error texts, `result` is `$states.result`. `raise`: an error of the definition. The others wait.
 */
export type Step =
  | { readonly do: 'fork'; readonly fork: Fork }
  | { readonly do: 'leave'; readonly exit: Exit; readonly location?: string; readonly result?: Json }
  | { readonly do: 'raise'; readonly failure: Failure }
  | {
      readonly do: 'task';
      readonly token: string;
      readonly resource: string;
      readonly arguments: Json;
      readonly timeoutSeconds: number | undefined;
      readonly heartbeatSeconds: number | undefined;
    }
  | { readonly do: 'wait' /** Epoch milliseconds. */; readonly until: number };

export interface StateKind<S extends State = State> {
  /** Performs the state. Only reads and evaluates; the interpreter writes the result. Throws StateFailure. */
  enter(state: S, visit: Visit): Promise<Step>;
}
