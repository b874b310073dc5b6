// The differences between two states of a resource, in words for people. Pure.
export interface Difference {
  /** `Target 1, rollout percentage`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Fields that say nothing to people, or follow from others. */
const LEFT_OUT = ['revision', 'updatedAt', 'actions', 'since', 'todo', 'on'];
const MOST_SHOWN = 8;
const MOST_LETTERS = 200;

const wordsOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function textOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = typeof value === 'object' ? Object.values(value).map(textOf).join(', ') || 'none' : String(value);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function* walk(before: unknown, after: unknown, path: string): Generator<Difference> {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const isList = [before, after].some((value) => Array.isArray(value) && value.every((item) => !isObject(item)));
  if (!isObject(before) || !isObject(after) || isList) {
    yield { path, before: textOf(before), after: textOf(after) };
    return;
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (LEFT_OUT.includes(name)) continue;
    const word = Array.isArray(after) ? String(Number(name) + 1) : wordsOf(name);
    const below = path === '' ? word : `${path}${Array.isArray(after) ? ' ' : ', '}${word}`;
    const [one, other] = [before, after].map((value) => (value as Readonly<Record<string, unknown>>)[name]);
    yield* walk(one, other, below);
  }
}

/** At most eight; none without a state before. */
export function differences(before: unknown, after: unknown): readonly Difference[] {
  if (before === undefined) return [];
  return [...walk(before, after, '')]
    .slice(0, MOST_SHOWN)
    .map(({ path, ...values }) => ({ path: path.charAt(0).toUpperCase() + path.slice(1), ...values }));
}
