// The fields of each state type and their values. `validate-machine.ts` calls it; any other field is refused at start.
// Field lists: https://states-language.net and the Step Functions developer guide.
import type { State } from '../definition.ts';
import { timestampMs } from '../states/wait.ts';
import {
  assign,
  type Check,
  catchers,
  checkFields,
  expressionOr,
  type Fields,
  flag,
  integer,
  items,
  list,
  matching,
  oneOf,
  retry,
  template,
  text,
} from './checks.ts';

interface StateFields {
  readonly fields: Fields;
  readonly required?: readonly string[];
}

const every: Fields = { Type: text, Comment: text, QueryLanguage: oneOf('JSONata') };
const onward: Fields = { Next: text, End: flag };
const recovery: Fields = { Retry: retry, Catch: catchers };
const leaving: Fields = { Output: template(), Assign: assign() };
const leavingWithResult: Fields = { Output: template('result'), Assign: assign('result') };

/** Graphs inside a state are checked by the walk over all graphs. */
const graph: Check = () => {};

const rule: Fields = { ...leaving, Comment: text, Condition: expressionOr(flag), Next: text };
const timestamp = matching((value) => timestampMs(value) !== undefined, 'an RFC 3339 timestamp');

export const stateFields: { readonly [T in State['Type']]: StateFields } = {
  Task: {
    fields: {
      ...every,
      ...onward,
      ...recovery,
      ...leavingWithResult,
      Resource: text,
      Arguments: template(),
      TimeoutSeconds: expressionOr(integer(1)),
      HeartbeatSeconds: expressionOr(integer(1)),
    },
    required: ['Resource'],
  },
  Choice: {
    fields: {
      ...every,
      ...leaving,
      Choices: list((item, place) => checkFields(item, rule, place, ['Condition']), 1),
      Default: text,
    },
    required: ['Choices'],
  },
  Wait: {
    fields: {
      ...every,
      ...onward,
      ...leaving,
      Seconds: expressionOr(integer(0)),
      Timestamp: expressionOr(timestamp),
    },
  },
  Map: {
    fields: {
      ...every,
      ...onward,
      ...recovery,
      ...leavingWithResult,
      ItemProcessor: graph,
      Items: items,
      ItemSelector: template(),
      MaxConcurrency: expressionOr(integer(0)),
      // AWS takes these two on inline maps, too, where they have no effect.
      ToleratedFailureCount: expressionOr(integer(0)),
      ToleratedFailurePercentage: expressionOr(integer(0, 100)),
    },
    required: ['ItemProcessor'],
  },
  Parallel: {
    fields: { ...every, ...onward, ...recovery, ...leavingWithResult, Branches: graph, Arguments: template() },
    required: ['Branches'],
  },
  Pass: { fields: { ...every, ...onward, ...leaving } },
  Succeed: { fields: { ...every, Output: template() } },
  Fail: { fields: { ...every, Error: expressionOr(text), Cause: expressionOr(text) } },
};
