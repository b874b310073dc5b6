// Evaluates the `{% … %}` strings of a definition with jsonata 2.0.6, the version AWS runs. Called by `visit.ts` for every field
// that takes expressions. The result is always JSON; anything else is States.QueryEvaluationError.
import jsonata from 'jsonata';
import type { Json, JsonObject } from '../../contracts.ts';
import { parseJson, plainJson } from '../exact-json.ts';
import { StateFailure } from '../failure.ts';
import { queryFunctions } from './functions.ts';

/** The time limit of one expression. AWS allows one second; a busy machine needs more. */
const MAX_EVALUATION_MS = 2_000;

export interface Bindings {
  readonly variables: JsonObject;
  readonly states: JsonObject;
  /** Epoch milliseconds of `$now()` and `$millis()`. */
  readonly now: number;
}

interface Compiled {
  readonly expression: jsonata.Expression;
  /** Only moves values, so that numbers in them keep their digits. */
  readonly movesOnly: boolean;
}

const compiled = new Map<string, Compiled>();

/** The JSONata of a string that AWS evaluates, `{% … %}` with nothing before or after; undefined for any other value. */
export function expressionSource(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length < 4 || !value.startsWith('{%') || !value.endsWith('%}'))
    return undefined;
  return value.slice(2, -2).trim();
}

/** Compiles once per text. Throws jsonata's syntax error. */
export function compile(source: string): Compiled {
  let found = compiled.get(source);
  if (!found) {
    const expression = jsonata(source);
    // jsonata calls this entry before every node; without it an endless recursion would block the process.
    expression.assign(Symbol.for('jsonata.__evaluate_entry') as unknown as string, refuseEndless);
    found = { expression, movesOnly: movesOnly(expression.ast() as unknown as Node) };
    compiled.set(source, found);
  }
  return found;
}

/**
 * The template with every expression replaced by its value; objects and arrays at any depth, falsy values kept.
 * Raises States.QueryEvaluationError naming `location` (`Output/a[0]`) when an expression fails or gives nothing.
 */
export async function evaluate(template: Json, location: string, bindings: Bindings): Promise<Json> {
  const source = expressionSource(template);
  if (source !== undefined) return evaluateExpression(source, location, bindings);
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const [index, item] of template.entries()) items.push(await evaluate(item, `${location}[${index}]`, bindings));
    return items;
  }
  if (template === null || typeof template !== 'object') return template;
  const members: [string, Json][] = [];
  for (const [key, item] of Object.entries(template)) {
    members.push([key, await evaluate(item, `${location}/${key}`, bindings)]);
  }
  return Object.fromEntries(members);
}

async function evaluateExpression(source: string, location: string, bindings: Bindings): Promise<Json> {
  const fail = (reason: string): never => {
    const cause = `The JSONata expression '${source}' specified for the field '${location}' ${reason}`;
    throw new StateFailure('States.QueryEvaluationError', cause, location);
  };
  let value: unknown;
  try {
    const { expression, movesOnly } = compile(source);
    const given = { ...bindings.variables, states: bindings.states };
    const seen = movesOnly ? given : plainJson(given);
    value = await expression.evaluate(undefined, { ...queryFunctions, ...clock(bindings.now), ...seen });
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    return fail(`threw an error during evaluation. ${[code, message ?? String(error)].filter(Boolean).join(': ')}`);
  }
  if (value === undefined) return fail('returned nothing (undefined).');
  const json = JSON.stringify(value, (_, member: unknown) => {
    if (isFunction(member)) return fail('returned an unsupported result type: function.');
    if (typeof member === 'number' && !Number.isFinite(member)) return fail('returned a number JSON cannot hold.');
    return member;
  });
  return parseJson(json);
}

type Node = Readonly<Record<string, unknown>>;

/** True for paths of names and indexes, variables, literals, and the lists and objects made of them. */
function movesOnly(node: Node): boolean {
  const parts = [node.steps, node.expressions, node.predicate, node.stages, node.lhs, node.expr].flat(2) as Node[];
  const moves = ['path', 'variable', 'name', 'string', 'number', 'value', 'unary', 'filter'].includes(
    String(node.type),
  );
  const calculates = node.type === 'unary' && node.value === '-';
  const filters = node.type === 'filter' && (node.expr as Node).type !== 'number';
  const others = ['group', 'focus', 'index', 'ancestor', 'tuple'].some((name) => node[name] !== undefined);
  return moves && !calculates && !filters && !others && parts.every((part) => part === undefined || movesOnly(part));
}

function isFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  return typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value);
}

const formatMillis = jsonata('$fromMillis($at, $picture, $timezone)');

function clock(now: number) {
  return {
    millis: () => now,
    now: (picture?: string, timezone?: string) => formatMillis.evaluate(undefined, { at: now, picture, timezone }),
  };
}

function refuseEndless(_node: unknown, _input: unknown, environment: jsonata.Environment): void {
  if (Date.now() - environment.timestamp.getTime() > MAX_EVALUATION_MS)
    throw new Error('Expression evaluation timeout');
}
