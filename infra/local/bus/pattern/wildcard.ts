// The `wildcard` operator of event patterns: `*` is any run of characters, `\*` and `\\` are literal. Called by
// condition.ts to match and by pattern.ts to refuse patterns that EventBridge finds too complex.
import { invalidPattern } from './invalid-pattern.ts';

/** One element of a parsed wildcard: a literal character, or any run of characters. */
type Token = string | typeof ANY_RUN;

const ANY_RUN = Symbol('*');

// More simultaneously reachable wildcard prefixes than this and EventBridge refuses the rule.
const COMPLEXITY_LIMIT = 10;
// Reachable sets are few in practice; a field with more than this is refused, not explored to the end.
const EXPLORATION_LIMIT = 20_000;

export interface Wildcard {
  readonly tokens: readonly Token[];
  readonly matches: (text: string) => boolean;
}

/** Parses a wildcard; two `*` in a row and a backslash before anything but `*` or `\` are invalid. */
export function parseWildcard(source: string): Wildcard {
  const tokens: Token[] = [];
  for (let position = 0; position < source.length; position++) {
    const character = source.charAt(position);
    if (character === '*') {
      if (tokens.at(-1) === ANY_RUN) throw invalidPattern(`Consecutive wildcard characters at pos ${position}`);
      tokens.push(ANY_RUN);
    } else if (character === '\\') {
      const escaped = source.charAt(++position);
      if (escaped !== '*' && escaped !== '\\') throw invalidPattern(`Invalid escape character at pos ${position}`);
      tokens.push(escaped);
    } else {
      tokens.push(character);
    }
  }
  const expression = new RegExp(`^${tokens.map(asExpression).join('')}$`, 's');
  return { tokens, matches: (text) => expression.test(text) };
}

/**
 * Refuses the wildcards of one field when some value could be within too many of their prefixes at once (event-ruler's
 * measure of complexity: `a*`, `a*b` and `a*b*` are three prefixes of one wildcard that the value `ab` is within).
 */
export function refuseComplexWildcards(wildcards: readonly Wildcard[]): void {
  // The closing quote keeps the last token a prefix like any other; no literal character equals it.
  const patterns = wildcards.map(({ tokens }) => [...tokens, 'end']);
  const alphabet = new Set<Token>(patterns.flat());
  const pending = [patterns.map((pattern) => withEmptyRuns(pattern, new Set([0])))];
  const seen = new Set<string>();
  for (let reached = pending.pop(); reached; reached = pending.pop()) {
    if (complexityOf(reached) > COMPLEXITY_LIMIT || seen.size > EXPLORATION_LIMIT) {
      throw invalidPattern(
        'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
      );
    }
    for (const character of alphabet) {
      const next = reached.map((positions, index) => advance(patterns[index] ?? [], positions, character));
      const key = next.map((positions) => [...positions].join(',')).join(';');
      if (seen.has(key)) continue;
      seen.add(key);
      pending.push(next);
    }
  }
}

/** Position n means: the first n tokens match what was read. Position 0 is every value's and counts for nothing. */
function complexityOf(reached: readonly ReadonlySet<number>[]): number {
  return reached.reduce((sum, positions) => sum + positions.size - (positions.has(0) ? 1 : 0), 0);
}

function advance(pattern: readonly Token[], from: ReadonlySet<number>, character: Token): Set<number> {
  const positions = new Set<number>();
  for (const position of from) {
    if (pattern[position - 1] === ANY_RUN) positions.add(position);
    if (character !== ANY_RUN && pattern[position] === character) positions.add(position + 1);
  }
  return withEmptyRuns(pattern, positions);
}

function withEmptyRuns(pattern: readonly Token[], positions: Set<number>): Set<number> {
  for (const position of positions) if (pattern[position] === ANY_RUN) positions.add(position + 1);
  return positions;
}

function asExpression(token: Token): string {
  return typeof token === 'string' ? token.replace(/[$()*+.?[\\\]^{|}/-]/, '\\$&') : '.*';
}
