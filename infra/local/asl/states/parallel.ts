// Parallel: all Branches at once, each with Arguments (or the state's input); results in the branches' order.

import type { ParallelState } from '../definition.ts';
import { withinLimit } from '../failure.ts';
import type { StateKind } from './state-kind.ts';

export const parallelKind: StateKind<ParallelState> = {
  async enter(state, visit) {
    const input =
      state.Arguments === undefined
        ? visit.input
        : withinLimit(await visit.evaluate(state.Arguments, 'Arguments'), 'Arguments');
    const inputs = state.Branches.map(() => input);
    return { do: 'fork', fork: { inputs, concurrency: inputs.length } };
  },
};
