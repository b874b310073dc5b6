// Pass: leaves at once; only Output and Assign are evaluated.
import type { PassState } from '../definition.ts';
import type { StateKind } from './state-kind.ts';

export const passKind: StateKind<PassState> = {
  async enter(state) {
    return { do: 'leave', exit: state };
  },
};
