// IAM's decision over the statements of one role. Called by callers.ts. As in the IAM User Guide: an
// explicit Deny wins, then an Allow is needed. Of conditions those are evaluated whose keys a call tells: leading keys of
// DynamoDB, sources of events, the encryption context of KMS.
import type { Json, JsonObject } from '../../contracts.ts';
import type { PolicyStatement } from '../../template/reading/grants.ts';

export interface AccessRequest {
  /** As `dynamodb:PutItem`. */
  readonly action: string;
  /** Undefined when the call does not say: then any resource the role may use will do. */
  readonly resource: string | undefined;
  /** Values of the partition keys a DynamoDB call names. */
  readonly leadingKeys?: readonly string[];
  /** Values of other condition keys, as far as the call tells them; an absent name has none. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** True when `statements` allow the request. */
export function isAllowed(statements: readonly PolicyStatement[], request: AccessRequest): boolean {
  const relevant = statements.filter(
    (statement) => coversAction(statement, request.action) && coversResource(statement, request.resource),
  );
  // A condition that cannot be evaluated here counts as met for an Allow and as not met for a Deny.
  const isDenied = relevant.some(({ effect, conditions }) => effect === 'Deny' && holds(conditions, request, false));
  return !isDenied && relevant.some(({ effect, conditions }) => effect === 'Allow' && holds(conditions, request, true));
}

/** IAM's wildcards: `*` is any text, `?` any one character. */
export function matchesPattern(pattern: string, text: string): boolean {
  let expression = expressions.get(pattern);
  if (!expression) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, 's');
    expressions.set(pattern, expression);
  }
  return expression.test(text);
}

const expressions = new Map<string, RegExp>();

function coversAction({ actions }: PolicyStatement, action: string): boolean {
  const wanted = action.toLowerCase();
  return actions.some((pattern) => matchesPattern(pattern.toLowerCase(), wanted));
}

function coversResource({ effect, resources }: PolicyStatement, resource: string | undefined): boolean {
  if (resource === undefined) return effect === 'Allow';
  return resources.some((pattern) => matchesPattern(pattern, resource));
}

/** Whether every condition is met; `unknown` is the answer for one that cannot be told. */
function holds(conditions: JsonObject, request: AccessRequest, unknown: boolean): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys as JsonObject).every(([key, patterns]) => {
      const values = valuesOf(key, request);
      return values === undefined ? unknown : (compares(operator, [patterns].flat(), values) ?? unknown);
    }),
  );
}

/** Undefined for a key that a call of this kind does not tell. */
function valuesOf(key: string, { leadingKeys, context }: AccessRequest): readonly string[] | undefined {
  if (key === 'dynamodb:LeadingKeys') return leadingKeys;
  if (context === undefined) return undefined;
  const [family = ''] = key.split(/(?<=^kms:EncryptionContext):/);
  return context[key] ?? (family in context ? [] : undefined);
}

function compares(operator: string, patterns: readonly Json[], values: readonly string[]): boolean | undefined {
  const [set, named] = operator.includes(':') ? operator.split(':') : [undefined, operator];
  if (named === 'Null') return patterns.some((pattern) => (String(pattern) === 'true') === (values.length === 0));
  if (named !== 'StringLike' && named !== 'StringEquals') return undefined;
  const isOne = (value: string) =>
    patterns.some((pattern) => (named === 'StringLike' ? matchesPattern(String(pattern), value) : pattern === value));
  if (set === 'ForAllValues') return values.every(isOne);
  return set === undefined || set === 'ForAnyValue' ? values.some(isOne) : undefined;
}
