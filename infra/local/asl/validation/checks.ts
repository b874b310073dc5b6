// Checks of single fields: literals, expressions, assignments, retriers. `state-fields.ts` lists them per state type.
import { isObject, type Json, type JsonObject, UnsupportedError } from '../../contracts.ts';
import { expressionProblem, type StatesPart } from '../query/expression-rules.ts';
import { expressionSource } from '../query/expressions.ts';
import { MAX_SECONDS } from '../states/wait.ts';

/** The place of a check in a definition, and the refusal that names it. */
export class Place {
  readonly machine: string;
  readonly path: string;

  constructor(machine: string, path: string) {
    this.machine = machine;
    this.path = path;
  }

  /** The place of a member (`States.Wait`) or an item (`Choices[0]`). */
  at(member: number | string): Place {
    if (typeof member === 'number') return new Place(this.machine, `${this.path}[${member}]`);
    return new Place(this.machine, this.path === '' ? member : `${this.path}.${member}`);
  }

  /** The error that stops the start of the runtime: one line with machine, field and reason. */
  refusal(reason: string): UnsupportedError {
    return new UnsupportedError(this.machine, this.path, reason);
  }
}

/** Refuses a field's value, or returns. */
export type Check = (value: Json, place: Place) => void;

export type Fields = Readonly<Record<string, Check>>;

/** Fields of JSONPath states; the runtime is JSONata only. */
const JSONPATH_FIELDS: readonly string[] = ['Parameters', 'Result', 'ResultSelector', 'Variable'];

/** Fields of distributed maps; AWS takes them in no other mode. */
const DISTRIBUTED_FIELDS: readonly string[] = ['ItemBatcher', 'ItemReader', 'Label', 'ResultWriter'];

/** Checks every field of an object; a field without a check is refused, and so is an object without a required field. */
export function checkFields(
  value: Json | undefined,
  fields: Fields,
  place: Place,
  required: readonly string[] = [],
): JsonObject {
  const object = objectAt(value, place);
  for (const [name, member] of Object.entries(object)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!check) throw place.at(name).refusal(unsupportedReason(name));
    check(member, place.at(name));
  }
  for (const name of required) if (object[name] === undefined) throw place.at(name).refusal('is missing');
  return object;
}

export function objectAt(value: Json | undefined, place: Place): JsonObject {
  if (!isObject(value)) throw place.refusal('must be an object');
  return value;
}

function unsupportedReason(name: string): string {
  if (JSONPATH_FIELDS.includes(name) || /(?:Path|\.\$)$/.test(name)) return 'JSONPath is not supported, only JSONata';
  if (DISTRIBUTED_FIELDS.includes(name)) return 'only inline maps are supported';
  return 'not supported';
}

function literal(accepts: (value: Json) => boolean, expected: string): Check {
  return (value, place) => {
    if (!accepts(value)) throw place.refusal(`must be ${expected}`);
  };
}

export const text: Check = literal((value) => typeof value === 'string', 'a string');
export const flag: Check = literal((value) => typeof value === 'boolean', 'true or false');

export const integer = (minimum: number, maximum = MAX_SECONDS): Check =>
  literal(
    (value) => Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum,
    `an integer of at least ${minimum} and at most ${maximum}`,
  );

const number = (minimum: number): Check =>
  literal((value) => typeof value === 'number' && value >= minimum, `a number of at least ${minimum}`);

export const oneOf = (...values: readonly string[]): Check =>
  literal((value) => values.some((known) => known === value), values.join(' or '));

export const matching = (accepts: (value: string) => boolean, expected: string): Check =>
  literal((value) => typeof value === 'string' && accepts(value), expected);

/** A list of items, each checked. */
export function list(item: Check, minimum: number): Check {
  return (value, place) => {
    if (!Array.isArray(value)) throw place.refusal('must be a list');
    if (value.length < minimum) throw place.refusal('must be a list with at least one item');
    for (const [index, member] of value.entries()) item(member, place.at(index));
  };
}

/** Any JSON with expressions in it; `parts` are the parts of `$states` that the field has beside input and context. */
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

/** An expression, or a literal that the other check accepts. */
export function expressionOr(literal: Check): Check {
  const expression = template();
  return (value, place) => (expressionSource(value) === undefined ? literal : expression)(value, place);
}

/** A list with expressions in it, or one expression that gives it. */
export const items: Check = (value, place) => {
  expressionOr(list(() => {}, 0))(value, place);
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

/** Names of errors; States.ALL stands alone. */
const errorEquals: Check = (value, place) => {
  list(text, 1)(value, place);
  if ((value as Json[]).includes('States.ALL') && (value as Json[]).length > 1) {
    throw place.refusal('States.ALL must stand alone');
  }
};

const RETRIER: Fields = {
  Comment: text,
  ErrorEquals: errorEquals,
  IntervalSeconds: integer(1),
  BackoffRate: number(1),
  MaxAttempts: integer(0),
  MaxDelaySeconds: integer(1, 31_622_400),
  JitterStrategy: oneOf('FULL', 'NONE'),
};

const CATCHER: Fields = {
  Comment: text,
  ErrorEquals: errorEquals,
  Next: text,
  Output: template('errorOutput'),
  Assign: assign('errorOutput'),
};

/** Retriers or catchers, which may be none; the one of States.ALL comes last. */
function handlers(fields: Fields): Check {
  const every = list((item, place) => checkFields(item, fields, place, ['ErrorEquals']), 0);
  return (value, place) => {
    every(value, place);
    const all = (value as JsonObject[]).findIndex(({ ErrorEquals }) => (ErrorEquals as Json[]).includes('States.ALL'));
    if (all >= 0 && all < (value as Json[]).length - 1) throw place.at(all).refusal('States.ALL must come last');
  };
}

export const retry = handlers(RETRIER);
export const catchers = handlers(CATCHER);
