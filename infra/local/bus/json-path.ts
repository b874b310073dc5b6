// The JSON paths of EventBridge targets: `$`, `.name`, `['name']`, `[0]` and `[*]`. Called by input-transformer.ts when
// the bus is created, so that a path it cannot follow stops the runtime at start.
import type { Json } from '../contracts.ts';

type Step = { readonly name: string } | { readonly index: number } | 'every';

const STEP = /\.\*|\.([\w/@:-]+)|\[\*\]|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y;

/**
 * Compiles a path to a function that answers the value there, or undefined where there is none. With `*` it answers the
 * list of what was found.
 * @throws Error for a path outside this subset of JSONPath
 */
export function compilePath(path: string): (value: Json) => Json | undefined {
  const steps = parse(path);
  const isMany = steps.includes('every');
  return (value) => {
    const found = steps.reduce<Json[]>((values, step) => values.flatMap((each) => follow(each, step)), [value]);
    return isMany ? found : found[0];
  };
}

function parse(path: string): readonly Step[] {
  if (!path.startsWith('$')) throw new Error(`path ${path} does not begin with $`);
  const steps: Step[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const at = STEP.lastIndex;
    const match = STEP.exec(path);
    if (!match) throw new Error(`path ${path} is not supported from "${path.slice(at)}" on`);
    const name = match[1] ?? match[3] ?? match[4];
    if (name !== undefined) steps.push({ name });
    else steps.push(match[2] === undefined ? 'every' : { index: Number(match[2]) });
  }
  return steps;
}

/** The values that one step finds: none, one, or every child. */
function follow(value: Json, step: Step): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === 'every') return Object.values(value);
  if ('index' in step) return Array.isArray(value) ? value.slice(step.index, step.index + 1) : [];
  if (Array.isArray(value) || !Object.hasOwn(value, step.name)) return [];
  return [value[step.name] ?? null];
}
