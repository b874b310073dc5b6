// One element of a field's list in an event pattern: a value, or an operator such as {"prefix": "a"}. Called by
// pattern.ts. A condition is a predicate over one leaf of the event; `exists` is the only one that sees missing fields.
import ipaddr from 'ipaddr.js';
import { isObject, type Json, type JsonObject } from '../../contracts.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { compileNumeric, requireComparable } from './numeric.ts';
import { parseWildcard, type Wildcard } from './wildcard.ts';

/** A leaf of an event: never an object or an array. */
export type Leaf = null | boolean | number | string;

export interface Condition {
  readonly matches: (leaf: Leaf) => boolean;
  /** True for `{"exists": false}`, which holds where the event has no such field. */
  readonly matchesMissing?: true;
  /** The wildcards inside, whose common complexity is limited per field. */
  readonly wildcards?: readonly Wildcard[];
}

type Compile = (operand: Json) => Condition;
type TextTest = (text: string) => boolean;

const SINGLE_KEY = 'Only one key allowed in match expression';

const OPERATORS: Readonly<Record<string, Compile>> = {
  prefix: (operand) => affix('prefix', operand, (text, affix) => text.startsWith(affix)),
  suffix: (operand) => affix('suffix', operand, (text, affix) => text.endsWith(affix)),
  'equals-ignore-case': (operand) => onText(equalsIgnoreCase(requireText(operand, 'equals-ignore-case'))),
  wildcard: (operand) => {
    const wildcard = parseWildcard(requireText(operand, 'wildcard'));
    return { ...onText(wildcard.matches), wildcards: [wildcard] };
  },
  'anything-but': compileAnythingBut,
  numeric: (operand) => {
    const holds = compileNumeric(operand);
    return { matches: (leaf) => typeof leaf === 'number' && holds(leaf) };
  },
  exists: (operand) => {
    if (operand === true) return { matches: () => true };
    if (operand === false) return { matches: () => false, matchesMissing: true };
    throw invalidPattern('exists match pattern must be either true or false.');
  },
  cidr: (operand) => onText(inNetwork(requireText(operand, 'prefix'))),
  exactly: (operand) => {
    const expected = requireText(operand, 'exact');
    return onText((text) => text === expected);
  },
};

/** Compiles one element of a field's list. */
export function compileCondition(element: Json): Condition {
  if (Array.isArray(element)) throw invalidPattern('Match value must be String, number, true, false, or null');
  if (!isObject(element)) return { matches: (leaf) => leaf === element };
  const [name, operand] = singleEntry(element, 'Match expression name not found');
  const compile = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!compile) throw invalidPattern(`Unrecognized match type ${name}`);
  return compile(operand);
}

function affix(name: 'prefix' | 'suffix', operand: Json, holds: (text: string, affix: string) => boolean): Condition {
  if (!isObject(operand)) {
    const expected = requireText(operand, name);
    return onText((text) => holds(text, expected));
  }
  const [inner, innerOperand] = singleEntry(operand, `${capitalized(name)} expression name not found`);
  if (inner !== 'equals-ignore-case') throw invalidPattern(`Unsupported ${name} pattern: ${inner}`);
  const expected = requireText(innerOperand, 'equals-ignore-case').toLowerCase();
  return onText((text) => holds(text.toLowerCase(), expected));
}

function compileAnythingBut(operand: Json): Condition {
  if (isObject(operand)) return compileAnythingButText(operand);
  const values = listOf(operand);
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number')) {
    throw invalidPattern('Inside anything but list, start|null|boolean is not supported.');
  }
  if (new Set(values.map((value) => typeof value)).size !== 1) {
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  for (const value of values) if (typeof value === 'number') requireComparable(value);
  const excluded: ReadonlySet<Json> = new Set(values);
  return { matches: (leaf) => !excluded.has(leaf) };
}

const ANYTHING_BUT_TEXTS: Readonly<Record<string, (text: string) => Condition>> = {
  prefix: (text) => onText((value) => value.startsWith(text)),
  suffix: (text) => onText((value) => value.endsWith(text)),
  'equals-ignore-case': (text) => onText(equalsIgnoreCase(text)),
  wildcard: (text) => compileCondition({ wildcard: text }),
};

function compileAnythingButText(operand: JsonObject): Condition {
  const [name, texts] = singleEntry(operand, 'Anything-But expression name not found');
  const compile = Object.hasOwn(ANYTHING_BUT_TEXTS, name) ? ANYTHING_BUT_TEXTS[name] : undefined;
  if (!compile) throw invalidPattern(`Unsupported anything-but pattern: ${name}`);
  const excluded = listOf(texts).map((text) => {
    if (typeof text !== 'string') throw invalidPattern(notText(name));
    if (text === '' && (name === 'prefix' || name === 'suffix')) throw invalidPattern('Null prefix/suffix not allowed');
    return compile(text);
  });
  return {
    matches: (leaf) => !excluded.some((condition) => condition.matches(leaf)),
    wildcards: excluded.flatMap((condition) => condition.wildcards ?? []),
  };
}

function listOf(operand: Json): readonly Json[] {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length > 0 && (Array.isArray(operand) || typeof operand === 'string' || typeof operand === 'number')) {
    return list;
  }
  throw invalidPattern('Value of anything-but must be an array or single string/number value.');
}

function notText(name: string): string {
  if (name === 'wildcard') return 'wildcard match pattern must be a string';
  if (name !== 'equals-ignore-case') return 'prefix/suffix match pattern must be a string';
  return 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.';
}

function equalsIgnoreCase(expected: string): TextTest {
  const lowered = expected.toLowerCase();
  return (text) => text.toLowerCase() === lowered;
}

/** IPv4 masks are 0..31 bits, IPv6 masks 0..127: EventBridge wants a single address as a plain value. */
function inNetwork(cidr: string): TextTest {
  const [address, mask, ...rest] = cidr.split('/');
  if (address === undefined || mask === undefined || rest.length > 0) {
    throw invalidPattern("Malformed CIDR, one '/' required");
  }
  if (!/^[+-]?\d+$/.test(mask)) throw invalidPattern('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) throw invalidPattern('Malformed CIDR, mask bits must not be negative');
  const network = parseAddress(address);
  if (!network) throw invalidPattern(`Nonstandard IP address: ${address}`);
  if (network.kind() === 'ipv4' && bits > 31) throw invalidPattern('IPv4 mask bits must be < 32');
  if (bits > 127) throw invalidPattern('IPv6 mask bits must be < 128');
  return (text) => {
    const candidate = parseAddress(text);
    return candidate?.kind() === network.kind() && candidate.match(network, bits);
  };
}

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const isLiteral = ipaddr.IPv4.isValidFourPartDecimal(text) || (!text.includes('%') && ipaddr.IPv6.isValid(text));
  return isLiteral ? ipaddr.parse(text) : undefined;
}

function onText(holds: TextTest): Condition {
  return { matches: (leaf) => typeof leaf === 'string' && holds(leaf) };
}

function requireText(operand: Json, name: string): string {
  if (typeof operand === 'string') return operand;
  throw invalidPattern(`${name} match pattern must be a string`);
}

function singleEntry(object: JsonObject, missing: string): [string, Json] {
  const [entry, second] = Object.entries(object);
  if (!entry) throw invalidPattern(missing);
  if (second) throw invalidPattern(SINGLE_KEY);
  return entry;
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
