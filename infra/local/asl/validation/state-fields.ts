// Which fields each state type has and what they may hold. `validate-machine.ts` calls it; a field that is not here is refused
// at start. Field lists: https://states-language.net and the Step Functions developer guide.
import type { State } from '../definition.ts';
import {
  assign,
  catchers,
  checkFields,
  expressionOr,
  flag,
  integer,
  items,
  jsonataLanguage,
  list,
  retry,
  template,
  text,
} from './checks.ts';
import type { Check, Fields } from './place.ts';

const every: Fields = { Type: text, Comment: text, QueryLanguage: jsonataLanguage };
const onward: Fields = { Next: text, End: flag };
const recovery: Fields = { Retry: retry, Catch: catchers };
const leaving: Fields = { Output: template(), Assign: assign() };
const leavingWithResult: Fields = { Output: template('result'), Assign: assign('result') };

/** Graphs inside a state are checked by the walk over all graphs. */
const graph: Check = () => {};

const rule: Fields = {
  Comment: text,
  Condition: expressionOr(flag),
  Next: text,
  Output: template(),
  Assign: assign(),
};

/** Milliseconds and fractions of RFC 3339 are checked when the state runs. */
export const stateFields: { readonly [T in State['Type']]: Fields } = {
  Task: {
    ...every,
    ...onward,
    ...recovery,
    ...leavingWithResult,
    Resource: text,
    Arguments: template(),
    TimeoutSeconds: expressionOr(integer(1)),
    HeartbeatSeconds: expressionOr(integer(1)),
  },
  Choice: {
    ...every,
    ...leaving,
    Choices: list((item, place) => checkFields(item, rule, place)),
    Default: text,
  },
  Wait: {
    ...every,
    ...onward,
    ...leaving,
    Seconds: expressionOr(integer(0)),
    Timestamp: expressionOr(text),
  },
  Map: {
    ...every,
    ...onward,
    ...recovery,
    ...leavingWithResult,
    ItemProcessor: graph,
    Items: items,
    ItemSelector: template(),
    MaxConcurrency: expressionOr(integer(0)),
  },
  Parallel: { ...every, ...onward, ...recovery, ...leavingWithResult, Branches: graph, Arguments: template() },
  Pass: { ...every, ...onward, ...leaving },
  Succeed: { ...every, Output: template() },
  Fail: { ...every, Error: expressionOr(text), Cause: expressionOr(text) },
};
