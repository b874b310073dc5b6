// Checks of single fields: literals, expressions, assignments, retriers. `state-fields.ts` puts them together per state type.
import type { Json, JsonObject } from '../../contracts.ts';
import { expressionProblem, type StatesPart } from '../query/expression-rules.ts';
import { expressionSource } from '../query/expressions.ts';
import type { Check, Fields, Place } from './place.ts';

/** Fields of JSONPath states; the runtime is JSONata only. */
const JSONPATH_FIELDS: readonly string[] = [
  'HeartbeatSecondsPath',
  'InputPath',
  'ItemsPath',
  'MaxConcurrencyPath',
  'OutputPath',
  'Parameters',
  'Result',
  'ResultPath',
  'ResultSelector',
  'SecondsPath',
  'TimeoutSecondsPath',
  'TimestampPath',
  'Variable',
];

/** Fields of distributed maps; AWS takes them in no other mode. */
const DISTRIBUTED_FIELDS: readonly string[] = [
  'ItemBatcher',
  'ItemReader',
  'Label',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];

export function objectAt(value: Json | undefined, place: Place): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw place.refusal('must be an object');
  return value as JsonObject;
}

/** Checks every field of an object and refuses the ones that have no check. */
export function checkFields(value: Json | undefined, fields: Fields, place: Place): JsonObject {
  const object = objectAt(value, place);
  for (const [name, member] of Object.entries(object)) {
    const check = fields[name];
    if (check) check(member, place.at(name));
    else throw place.at(name).refusal(unsupportedReason(name));
  }
  return object;
}

function unsupportedReason(name: string): string {
  if (JSONPATH_FIELDS.includes(name) || name.endsWith('.$')) return 'JSONPath is not supported, only JSONata';
  if (DISTRIBUTED_FIELDS.includes(name)) return 'only inline maps are supported';
  return 'not supported';
}

export const text: Check = (value, place) => {
  if (typeof value !== 'string') throw place.refusal('must be a string');
};

export const flag: Check = (value, place) => {
  if (typeof value !== 'boolean') throw place.refusal('must be true or false');
};

export const jsonataLanguage: Check = (value, place) => {
  if (value !== 'JSONata') throw place.refusal('must be JSONata');
};

export function integer(minimum: number): Check {
  return (value, place) => {
    if (!Number.isInteger(value) || Number(value) < minimum)
      throw place.refusal(`must be an integer of at least ${minimum}`);
  };
}

function number(minimum: number): Check {
  return (value, place) => {
    if (typeof value !== 'number' || value < minimum) throw place.refusal(`must be a number of at least ${minimum}`);
  };
}

export function oneOf(...values: readonly string[]): Check {
  return (value, place) => {
    if (!values.some((known) => known === value)) throw place.refusal(`must be ${values.join(' or ')}`);
  };
}

/** A list with at least one item, each checked. */
export function list(item: Check): Check {
  return (value, place) => {
    if (!Array.isArray(value) || value.length === 0) throw place.refusal('must be a list with at least one item');
    for (const [index, member] of value.entries()) item(member, place.at(index));
  };
}

/** Any JSON with expressions in it; `parts` are what of `$states` the field has beside input and context. */
export function template(...parts: readonly StatesPart[]): Check {
  const check: Check = (value, place) => {
    const source = expressionSource(value);
    if (source !== undefined) {
      const problem = expressionProblem(source, parts);
      if (problem) throw place.refusal(problem);
    } else if (typeof value === 'string') {
      if (value.startsWith('{%') || value.endsWith('%}'))
        throw place.refusal('begins or ends like an expression, not both');
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) check(item, place.at(index));
    } else if (value !== null && typeof value === 'object') {
      for (const [name, member] of Object.entries(value)) {
        if (name.endsWith('.$')) throw place.at(name).refusal(unsupportedReason(name));
        check(member, place.at(name));
      }
    }
  };
  return check;
}

/** An expression, or a literal the other check accepts. */
export function expressionOr(literal: Check): Check {
  const expression = template();
  return (value, place) => (expressionSource(value) === undefined ? literal : expression)(value, place);
}

/** A list, in which expressions may stand, or one expression that gives it. */
export const items: Check = (value, place) => {
  if (typeof value === 'object' && !Array.isArray(value)) throw place.refusal('must be a list or an expression');
  template()(value, place);
};

/** An object of variables; names are Unicode identifiers of at most 80 characters, `states` is AWS's own. */
export function assign(...parts: readonly StatesPart[]): Check {
  const check = template(...parts);
  return (value, place) => {
    for (const [name, member] of Object.entries(objectAt(value, place))) {
      if (name === 'states' || name.length > 80 || !/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)) {
        throw place.at(name).refusal('not a name for a variable');
      }
      check(member, place.at(name));
    }
  };
}

/** Names of errors; States.ALL stands alone and in the last item of its list. */
const errorEquals: Check = (value, place) => {
  list(text)(value, place);
  if ((value as Json[]).includes('States.ALL') && (value as Json[]).length > 1) {
    throw place.refusal('States.ALL must stand alone');
  }
};

function catchAllLast(value: Json, place: Place): void {
  for (const [index, item] of (value as JsonObject[]).entries()) {
    const names = item.ErrorEquals as Json[] | undefined;
    if (!names) throw place.at(index).at('ErrorEquals').refusal('is missing');
    if (names?.includes('States.ALL') && index < (value as Json[]).length - 1) {
      throw place.at(index).refusal('States.ALL must come last');
    }
  }
}

const RETRIER: Fields = {
  Comment: text,
  ErrorEquals: errorEquals,
  IntervalSeconds: integer(1),
  BackoffRate: number(1),
  MaxAttempts: integer(0),
  MaxDelaySeconds: integer(1),
  JitterStrategy: oneOf('FULL', 'NONE'),
};

const CATCHER: Fields = {
  Comment: text,
  ErrorEquals: errorEquals,
  Next: text,
  Output: template('errorOutput'),
  Assign: assign('errorOutput'),
};

export const retry: Check = (value, place) => {
  list((item, at) => checkFields(item, RETRIER, at))(value, place);
  catchAllLast(value, place);
};

export const catchers: Check = (value, place) => {
  list((item, at) => checkFields(item, CATCHER, at))(value, place);
  catchAllLast(value, place);
};
