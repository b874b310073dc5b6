// The policy statements of each role. Called by read-model.ts; read by gateway/aws/grants.ts.
import type { Json, JsonObject } from '../../contracts.ts';
import { ACCOUNT, PARTITION } from '../resolution/identity.ts';
import type { ResolvedResource } from '../resolution/resolve-stack.ts';
import { listAt, textsAt, valueAt } from './fields.ts';

/** One IAM statement as the local evaluator reads it (gateway/aws/grants.ts). */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The Condition element as it is. */
  readonly conditions: JsonObject;
}

/** Statements by role ARN. */
export function readGrants(resources: readonly ResolvedResource[]): Map<string, PolicyStatement[]> {
  const grants = new Map<string, PolicyStatement[]>();
  const ofType = (type: string) => resources.filter((resource) => resource.type === `AWS::IAM::${type}`);
  const add = (roleArn: string, document: Json | undefined) => {
    grants.set(roleArn, [...(grants.get(roleArn) ?? []), ...statementsOf(document)]);
  };
  for (const role of ofType('Role')) {
    const roleArn = role.attributes.Arn ?? '';
    add(roleArn, undefined);
    for (const policy of listAt(role, 'Policies')) add(roleArn, (policy as JsonObject).PolicyDocument);
  }
  for (const policy of ofType('Policy')) {
    for (const role of textsAt(policy, 'Roles')) {
      add(`arn:${PARTITION}:iam::${ACCOUNT}:role/${role}`, valueAt(policy, 'PolicyDocument'));
    }
  }
  return grants;
}

function statementsOf(document: Json | undefined): PolicyStatement[] {
  const statement = (document as JsonObject | undefined)?.Statement;
  if (statement === undefined) return [];
  const statements = (Array.isArray(statement) ? statement : [statement]) as JsonObject[];
  return statements.map((one) => ({
    effect: one.Effect === 'Deny' ? 'Deny' : 'Allow',
    actions: texts(one.Action),
    resources: texts(one.Resource),
    conditions: (one.Condition ?? {}) as JsonObject,
  }));
}

function texts(value: Json | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
