// EventBridge's event pattern language, after AWS's event-ruler, the engine behind it. Called by the bus for every rule
// and by TestEventPattern. A compiled pattern is pure: it never throws and never changes the event.
import { isObject, type Json, type JsonObject } from '../../contracts.ts';
import { type Condition, compileCondition, type Leaf } from './condition.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { refuseComplexWildcards } from './wildcard.ts';

/** A value of the event that is neither object nor array. An empty object or array counts as absent. */
interface PlacedLeaf {
  readonly value: Leaf;
  /** The index of the value in every array around it, by the array's place in the event. */
  readonly elements: ReadonlyMap<string, number>;
}

/** All of these fields must match: from a field's dot-joined path to the conditions of which one must hold. */
type Alternative = ReadonlyMap<string, readonly Condition[]>;

// Documented limit: the alternatives of all $or together.
const MOST_ALTERNATIVES = 1000;

// Names of operators, and names that event-ruler reserves.
const RESERVED_IN_OR = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case', 'date-after', 'date-on-or-after'],
  ...['date-before', 'date-on-or-before', 'in-date-range', 'ip-address-in-range', 'ip-address-not-in-range'],
]);

/**
 * Compiles an event pattern to a predicate over whole events.
 * @throws AwsError `InvalidEventPatternException` with EventBridge's reason
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: Json): (event: JsonObject) => boolean {
  if (!isObject(pattern)) throw invalidPattern('Filter is not an object');
  const alternatives = readObject([new Map()], pattern, [], false);
  for (const alternative of alternatives) {
    for (const conditions of alternative.values()) {
      refuseComplexWildcards(conditions.flatMap((condition) => condition.wildcards ?? []));
    }
  }
  return (event) => {
    const leaves = leavesOf(event);
    return alternatives.some((alternative) => holds([...alternative], leaves, []));
  };
}

/** Adds the fields of one object of the pattern to every alternative; of two equal fields the last one counts. */
function readObject(
  alternatives: readonly Alternative[],
  object: JsonObject,
  path: readonly string[],
  isInsideOr: boolean,
): readonly Alternative[] {
  if (Object.keys(object).length === 0) throw invalidPattern('Empty objects are not allowed');
  let result = alternatives;
  for (const [name, value] of Object.entries(object)) {
    if (name === '$or') {
      result = readOr(result, value, path);
      continue;
    }
    if (isInsideOr && RESERVED_IN_OR.has(name)) {
      throw invalidPattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    if (Array.isArray(value)) {
      const conditions = readConditions(value);
      const field = [...path, name].join('.');
      result = result.map((alternative) => new Map(alternative).set(field, conditions));
    } else if (isObject(value)) {
      result = readObject(result, value, [...path, name], isInsideOr);
    } else {
      throw invalidPattern(`"${name}" must be an object or an array`);
    }
  }
  return result;
}

function readOr(alternatives: readonly Alternative[], value: Json, path: readonly string[]): readonly Alternative[] {
  if (!Array.isArray(value)) throw invalidPattern('It must be an Array followed with $or.');
  if (!value.every(isObject)) throw invalidPattern('Only JSON object is allowed in array of $or relationship.');
  if (value.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship.');
  const result = value.flatMap((option) => readObject(alternatives, option, path, true));
  if (result.length > MOST_ALTERNATIVES) throw invalidPattern('Rule is too complex - too many $or combinations');
  return result;
}

function readConditions(elements: readonly Json[]): readonly Condition[] {
  if (elements.length === 0) throw invalidPattern('Empty arrays are not allowed');
  return elements.map(compileCondition);
}

/** Every field must match a leaf, and leaves from the same array must come from the same element of it. */
function holds(
  fields: readonly (readonly [string, readonly Condition[]])[],
  leaves: ReadonlyMap<string, readonly PlacedLeaf[]>,
  chosen: readonly PlacedLeaf[],
): boolean {
  const [first, ...rest] = fields;
  if (!first) return true;
  const [path, conditions] = first;
  const candidates = leaves.get(path);
  if (!candidates) return conditions.some((condition) => condition.matchesMissing) && holds(rest, leaves, chosen);
  return candidates.some(
    (leaf) =>
      conditions.some((condition) => condition.matches(leaf.value)) &&
      chosen.every((other) => samePlace(leaf, other)) &&
      holds(rest, leaves, [...chosen, leaf]),
  );
}

/** Flattens an event; `{"a": {"b": 1}}` and `{"a.b": 1}` have the same leaf `a.b`. */
function leavesOf(event: JsonObject): ReadonlyMap<string, readonly PlacedLeaf[]> {
  const leaves = new Map<string, PlacedLeaf[]>();
  const visit = (value: Json, path: string, elements: ReadonlyMap<string, number>): void => {
    if (Array.isArray(value)) {
      const array = `${path}${JSON.stringify([...elements])}`;
      value.forEach((element, index) => {
        visit(element, path, new Map(elements).set(array, index));
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, child] of Object.entries(value)) visit(child, path ? `${path}.${name}` : name, elements);
    } else {
      const placed = leaves.get(path);
      if (placed) placed.push({ value, elements });
      else leaves.set(path, [{ value, elements }]);
    }
  };
  visit(event, '', new Map());
  return leaves;
}

/** True when no array has the two leaves in different elements. */
function samePlace(one: PlacedLeaf, other: PlacedLeaf): boolean {
  for (const [array, index] of one.elements) {
    if ((other.elements.get(array) ?? index) !== index) return false;
  }
  return true;
}
