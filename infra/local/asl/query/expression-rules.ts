// Refuses expressions that AWS refuses when a state machine is created: a syntax error, names without `$`, `$$`,
// `$eval`, parts of `$states` that a field does not have. Called by `validation/checks.ts` for every expression of a definition.
import { compile } from './expressions.ts';

/** The parts of `$states` that only some fields have; input and context are everywhere. */
export type StatesPart = 'errorOutput' | 'result';

type Node = Readonly<Record<string, unknown>>;

/** Answers the fault of the JSONata source, or undefined when AWS would accept it. */
export function expressionProblem(source: string, parts: readonly StatesPart[]): string | undefined {
  let ast: Node;
  try {
    ast = compile(source).expression.ast() as unknown as Node;
  } catch (error) {
    return `not a JSONata expression: ${(error as Error).message}`;
  }
  return problemOf(ast, parts, true);
}

/** `top` is true where the context item is that of the whole expression; AWS gives an expression no context item. */
function problemOf(node: Node, parts: readonly StatesPart[], top: boolean): string | undefined {
  if (node.type === 'variable') {
    if (node.value === '$') return 'a reference to $$ is not supported';
    if (node.value === '' && top) return 'a reference to $ at the top level is not supported';
    if (node.value === 'eval') return '$eval is not supported; use $parse';
  }
  if (top && (node.type === 'name' || node.type === 'wildcard' || node.type === 'descendant')) {
    return `a reference to '${String(node.value)}' at the top level is not supported; begin with $states or a variable`;
  }
  if (node.type === 'path') {
    const missing = missingPart(node.steps as readonly Node[], parts);
    if (missing) return missing;
  }
  for (const [child, inside] of childrenOf(node)) {
    const problem = problemOf(child, parts, top && !inside);
    if (problem) return problem;
  }
  return undefined;
}

function missingPart(steps: readonly Node[], parts: readonly StatesPart[]): string | undefined {
  const [first, second] = steps;
  if (first?.type !== 'variable' || first.value !== 'states' || second?.type !== 'name') return undefined;
  const name = second.value as string;
  const known = name === 'input' || name === 'context' || parts.some((part) => part === name);
  return known ? undefined : `$states.${name} is not available in this field`;
}

/** The nodes below a node; `true` beside those that have a context item of their own (later steps, filters, groups, sorts). */
function* childrenOf(node: Node): Generator<[Node, boolean]> {
  for (const [key, value] of Object.entries(node)) {
    const ownContext = ['predicate', 'stages', 'group', 'terms', 'pattern', 'update', 'delete'].includes(key);
    if (key === 'steps') {
      for (const [index, step] of (value as Node[]).entries()) yield [step, index > 0];
    } else {
      for (const child of nodesIn(value)) yield [child, ownContext];
    }
  }
}

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item);
  else if (typeof value === 'object' && value !== null && !(value instanceof RegExp)) yield value as Node;
}
