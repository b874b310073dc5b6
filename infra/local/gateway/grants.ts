// What a function's role lets it do, from the template's policies. Called by aws-endpoint.ts and authorizer.ts.
// Evaluation as in the IAM User Guide: an explicit Deny wins, then an Allow is needed. Conditions are not evaluated.
import type { PolicyStatement } from '../template/model.ts';

/** True when `statements` let `action` be done to each of `resources`; no resources means that any one will do. */
export function isAllowed(
  statements: readonly PolicyStatement[],
  action: string,
  resources: readonly string[],
): boolean {
  const relevant = statements.filter((statement) => coversAction(statement, action));
  const allows = relevant.filter(({ effect }) => effect === 'Allow');
  if (resources.length === 0) return allows.length > 0;
  // A conditional Deny would deny too much if its condition were taken as met.
  const denies = relevant.filter(({ effect, conditional }) => effect === 'Deny' && !conditional);
  return resources.every((resource) => covers(allows, resource) && !covers(denies, resource));
}

/** IAM's wildcards: `*` is any text, `?` any one character; the comparison ignores case only for actions. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

function coversAction({ actions, notActions }: PolicyStatement, action: string): boolean {
  const wanted = action.toLowerCase();
  if (notActions.length > 0) return !notActions.some((pattern) => matchesPattern(pattern.toLowerCase(), wanted));
  return actions.some((pattern) => matchesPattern(pattern.toLowerCase(), wanted));
}

function covers(statements: readonly PolicyStatement[], resource: string): boolean {
  return statements.some(({ resources }) => resources.some((pattern) => matchesPattern(pattern, resource)));
}
