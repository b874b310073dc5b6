// Fail: ends its branch, iteration or execution with the Error and Cause given; both may be expressions or absent.
import type { FailState } from '../definition.ts';
import type { StateKind } from './state-kind.ts';

export const failKind: StateKind<FailState> = {
  async enter(state, visit) {
    const error = state.Error === undefined ? undefined : await visit.text(state.Error, 'Error');
    const cause = state.Cause === undefined ? undefined : await visit.text(state.Cause, 'Cause');
    return { do: 'raise', failure: { error, cause } };
  },
};
