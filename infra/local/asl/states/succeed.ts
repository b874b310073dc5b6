// Succeed: ends its branch, iteration or execution with success; only Output is evaluated.
import type { SucceedState } from '../definition.ts';
import type { StateKind } from './state-kind.ts';

export const succeedKind: StateKind<SucceedState> = {
  async enter(state) {
    return { do: 'leave', exit: { ...state, End: true } };
  },
};
