// Choice: the first rule whose Condition is true decides; its own Output and Assign apply, the state's only with Default.
import type { ChoiceState } from '../definition.ts';
import { StateFailure } from '../failure.ts';
import type { StateKind } from './state-kind.ts';

export const choiceKind: StateKind<ChoiceState> = {
  async enter(state, visit) {
    for (const [index, rule] of state.Choices.entries()) {
      const location = `Choices[${index}]/Condition`;
      const holds = await visit.evaluate(rule.Condition, location);
      if (typeof holds !== 'boolean') throw visit.wrongType(location, 'a boolean', holds);
      if (holds) return { do: 'leave', exit: rule, location: `Choices[${index}]/` };
    }
    if (state.Default !== undefined) return { do: 'leave', exit: { ...state, Next: state.Default } };
    // AWS's text. The documented States.NoChoiceMatched never comes for JSONata.
    const cause = 'Failed to transition out of the state. The state does not point to a next state.';
    throw new StateFailure('States.Runtime', cause);
  },
};
