// The `numeric` operator of event patterns. Called by condition.ts. Comparable numbers are within five billion
// either side of zero; others never match.
import type { Json } from '../../contracts.ts';
import { invalidPattern } from './invalid-pattern.ts';

const LARGEST = 5e9;

type Compare = (value: number, bound: number) => boolean;

const LOWER: Readonly<Record<string, Compare>> = {
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};
const UPPER: Readonly<Record<string, Compare>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};
const SINGLE: Readonly<Record<string, Compare>> = { '=': (value, bound) => value === bound, ...LOWER, ...UPPER };

/** Compiles `["=", n]`, one comparison, or a lower bound followed by an upper bound. */
export function compileNumeric(operand: Json): (value: number) => boolean {
  if (!Array.isArray(operand)) throw invalidPattern('Value of numeric must be an array.');
  const [operator, bound, secondOperator, secondBound, ...rest] = operand;
  const compare = comparison(SINGLE, operator);
  if (!compare) throw invalidPattern(`Unrecognized numeric range operator: ${operator}`);
  const first = requireNumber(bound, operator);
  if (secondOperator === undefined) return (value) => isComparable(value) && compare(value, first);
  if (!comparison(LOWER, operator) || rest.length > 0) {
    throw invalidPattern('Too many elements in numeric expression');
  }
  const compareSecond = comparison(UPPER, secondOperator);
  if (!compareSecond) throw invalidPattern(`Bad numeric range operator: ${secondOperator}`);
  const second = requireNumber(secondBound, secondOperator);
  if (first >= second) throw invalidPattern('Bottom must be less than top');
  return (value) => isComparable(value) && compare(value, first) && compareSecond(value, second);
}

/** Refuses a number of a pattern that EventBridge cannot compare. */
export function requireComparable(value: number): number {
  if (isComparable(value)) return value;
  throw invalidPattern(`Value must be between ${-LARGEST} and ${LARGEST}, inclusive`);
}

function comparison(operators: Readonly<Record<string, Compare>>, name: Json | undefined): Compare | undefined {
  return typeof name === 'string' && Object.hasOwn(operators, name) ? operators[name] : undefined;
}

function requireNumber(value: Json | undefined, operator: Json | undefined): number {
  if (typeof value === 'number') return requireComparable(value);
  throw invalidPattern(`Value of ${operator} must be numeric`);
}

function isComparable(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}
