// What each grant of a manifest allows, on exactly the resources it names. Called by DomainFunction; `queue:defer` is
// granted by Subscription, which knows the queue.
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Effect, Grant, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { INDEXES } from '../../entities/names.ts';
import type { Grant as GrantName } from '../../functions/_kit/manifest.ts';

export interface GrantTargets {
  readonly table: Table;
  readonly bus: EventBus;
  readonly credentialKey: IKey;
  readonly lifecycle: IStateMachine;
  readonly deadline: IStateMachine;
  readonly train: IStateMachine;
}

/** Partition keys of audit entries: `T#<tenant>#AUDIT#…` (entities/audit/audit-entry.keys.ts). */
const AUDIT_PARTITIONS = 'T#*#AUDIT#*';

/** CDK's own grants on tables name `index/*` and allow Scan: these name the four indexes and do not. */
function allowOnTable(grantee: IFunction, table: Table, actions: readonly string[], indexActions: readonly string[]) {
  Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [table.tableArn] });
  if (indexActions.length === 0) return;
  const resourceArns = INDEXES.map((index) => `${table.tableArn}/index/${index}`);
  Grant.addToPrincipal({ grantee, actions: [...indexActions], resourceArns });
}

/**
 * Audit entries are put and never changed. DynamoDB checks each action of a transaction as the operation of its own, so
 * the denial meets updates and deletions of audit items only.
 */
function keepAudit(grantee: IFunction, table: Table): void {
  grantee.addToRolePolicy(
    new PolicyStatement({
      sid: 'KeepAudit',
      effect: Effect.DENY,
      actions: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      resources: [table.tableArn],
      conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [AUDIT_PARTITIONS] } },
    }),
  );
}

const GRANTS: Readonly<Record<GrantName, (grantee: IFunction, targets: GrantTargets) => void>> = {
  'table:read': (grantee, { table }) =>
    allowOnTable(
      grantee,
      table,
      ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'],
      ['dynamodb:Query'],
    ),
  'table:write': (grantee, { table }) => {
    allowOnTable(
      grantee,
      table,
      ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
      [],
    );
    keepAudit(grantee, table);
  },
  'bus:put': (grantee, { bus }) => bus.grantPutEventsTo(grantee),
  'credentials:seal': (grantee, { credentialKey }) => credentialKey.grant(grantee, 'kms:Encrypt'),
  'credentials:open': (grantee, { credentialKey }) => credentialKey.grant(grantee, 'kms:Decrypt'),
  'lifecycle:start': (grantee, { lifecycle }) => lifecycle.grantStartExecution(grantee),
  'lifecycle:answer': (grantee, { lifecycle }) => lifecycle.grantTaskResponse(grantee),
  'deadline:start': (grantee, { deadline }) => deadline.grantStartExecution(grantee),
  'train:start': (grantee, { train }) => train.grantStartExecution(grantee),
  'queue:defer': () => {},
};

/** Gives `grantee` what its manifest asks for, and nothing else. */
export function grantAll(grantee: IFunction, names: readonly GrantName[], targets: GrantTargets): void {
  for (const name of names) GRANTS[name](grantee, targets);
}
