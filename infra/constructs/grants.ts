// The permissions of each grant of a manifest, and of the state machines it starts and answers, on exactly the resources it
// names. Called by DomainFunction; `queue:defer` is granted by DomainEvents, which knows the queue.
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Effect, Grant, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Aws, Stack } from 'aws-cdk-lib/core';
import { CI_SOURCE_PREFIX, INDEXES, SOURCE_PREFIX } from '../../entities/names.ts';
import type { Grant as GrantName, LambdaSpec } from '../../functions/_kit/manifest.ts';
import { acceptFinding } from './accept-finding.ts';
import { machineArn } from './naming.ts';

export interface GrantTargets {
  readonly table: Table;
  readonly bus: EventBus;
  readonly credentialKey: IKey;
  readonly signingKey: IKey;
  /** The name of the bucket. */
  readonly evidenceBucket: string;
}

/** Partition keys of what is never changed: audit entries (`T#<tenant>#AUDIT#…`) and packets of evidence. */
const KEPT_PARTITIONS = ['T#*#AUDIT#*', 'T#*#EVIDENCE#*'];
/** Those of sealed entries. */
const SEALED_PARTITIONS = 'T#*#AUDIT#SEALED#*';

/** CDK's own grants on tables name `index/*` and allow Scan: these name the four indexes and do not. */
function allowOnTable(grantee: IFunction, table: Table, actions: readonly string[], indexActions: readonly string[]) {
  Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [table.tableArn] });
  if (indexActions.length === 0) return;
  const resourceArns = INDEXES.map((index) => `${table.tableArn}/index/${index}`);
  Grant.addToPrincipal({ grantee, actions: [...indexActions], resourceArns });
}

/**
 * Audit entries and evidence are put and never changed, and the sealer alone puts sealed entries. DynamoDB checks each action of a transaction
 * as the operation of its own, so the denial meets writes of such items only.
 */
function deny(
  grantee: IFunction,
  table: Table,
  sid: string,
  actions: readonly string[],
  partitions: readonly string[],
): void {
  grantee.addToRolePolicy(
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      actions: [...actions],
      resources: [table.tableArn],
      conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [...partitions] } },
    }),
  );
}

const keepAudit = (grantee: IFunction, table: Table): void =>
  deny(grantee, table, 'KeepAudit', ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], KEPT_PARTITIONS);

function putSeals(grantee: IFunction, table: Table): void {
  const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [SEALED_PARTITIONS] } };
  Grant.addToPrincipal({ grantee, actions: ['dynamodb:PutItem'], resourceArns: [table.tableArn], conditions });
}

/**
 * A tenant's configuration names the identity that sends its mail. For an identity with a default configuration set, SES also
 * checks the permission on that set (Service Authorization Reference, "Amazon SES").
 */
function sendMail(grantee: IFunction): void {
  const { partition, region, account } = Stack.of(grantee);
  const prefix = `arn:${partition}:ses:${region}:${account}`;
  const resourceArns = ['identity', 'configuration-set'].map((resource) => `${prefix}:${resource}/*`);
  Grant.addToPrincipal({ grantee, actions: ['ses:SendEmail'], resourceArns });
  for (const resource of ['identity', 'configuration-set']) {
    acceptFinding(
      grantee.role as IRole,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:${resource}/*]`,
      'Identities that SES has verified for this account are named by tenants, at run time. One action, one account and region.',
    );
  }
}

/** Sources of what webhooks bring: of CI systems, and of people in a chat. */
const FORWARDED = [`${CI_SOURCE_PREFIX}*`, `${SOURCE_PREFIX}chat`];

function putEvents(grantee: IFunction, bus: EventBus, sources: readonly string[]): void {
  const conditions = { StringLike: { 'events:source': [...sources] } };
  Grant.addToPrincipal({ grantee, actions: ['events:PutEvents'], resourceArns: [bus.eventBusArn], conditions });
}

/** Allows the key only with an encryption context that names tenant and integration (functions/_kit/sealer.ts). */
function useKey(grantee: IFunction, key: IKey, action: string): void {
  const named = Object.fromEntries(['tenant', 'integration'].map((name) => [`kms:EncryptionContext:${name}`, 'false']));
  Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [key.keyArn], conditions: { Null: named } });
}

/** On every object, as their names are digests. Reading needs to list the bucket, otherwise S3 does not say that an object is missing. */
function useObjects(grantee: IFunction, bucket: string, action: 's3:PutObject' | 's3:GetObject'): void {
  const arn = `arn:${Aws.PARTITION}:s3:::${bucket}`;
  Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [`${arn}/*`] });
  if (action === 's3:GetObject') Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [arn] });
  const name = bucket.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>');
  acceptFinding(
    grantee.role as IRole,
    `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${name}/*]`,
    'The names of objects are digests of their content. One action, on the objects of one bucket.',
  );
}

const GRANTS: Readonly<Record<GrantName, (grantee: IFunction, targets: GrantTargets) => void>> = {
  'table:read': (grantee, { table }) =>
    allowOnTable(grantee, table, ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], ['dynamodb:Query']),
  'table:put': (grantee, { table }) => {
    allowOnTable(grantee, table, ['dynamodb:PutItem'], []);
    deny(grantee, table, 'KeepSeals', ['dynamodb:PutItem'], [SEALED_PARTITIONS]);
  },
  'table:update': (grantee, { table }) => {
    allowOnTable(grantee, table, ['dynamodb:UpdateItem'], []);
    keepAudit(grantee, table);
  },
  'table:delete': (grantee, { table }) => {
    allowOnTable(grantee, table, ['dynamodb:DeleteItem'], []);
    keepAudit(grantee, table);
  },
  'table:check': (grantee, { table }) => allowOnTable(grantee, table, ['dynamodb:ConditionCheckItem'], []),
  'bus:publish': (grantee, { bus }) => putEvents(grantee, bus, [`${SOURCE_PREFIX}*`]),
  'bus:forward': (grantee, { bus }) => putEvents(grantee, bus, FORWARDED),
  'credentials:seal': (grantee, { credentialKey }) => useKey(grantee, credentialKey, 'kms:Encrypt'),
  'credentials:open': (grantee, { credentialKey }) => useKey(grantee, credentialKey, 'kms:Decrypt'),
  'audit:seal': (grantee, { table }) => putSeals(grantee, table),
  'evidence:sign': (grantee, { signingKey }) => signingKey.grant(grantee, 'kms:Sign'),
  'evidence:check': (grantee, { signingKey }) => signingKey.grant(grantee, 'kms:GetPublicKey'),
  'evidence:keep': (grantee, { evidenceBucket }) => useObjects(grantee, evidenceBucket, 's3:PutObject'),
  'evidence:read': (grantee, { evidenceBucket }) => useObjects(grantee, evidenceBucket, 's3:GetObject'),
  'queue:defer': () => {},
  'mail:send': sendMail,
};

const START = ['states:StartExecution'];
const ANSWER = ['states:SendTaskSuccess', 'states:SendTaskFailure'];
const KEEP_ALIVE = ['states:SendTaskHeartbeat'];

/** Gives `grantee` what its manifest asks for, and nothing else. Machines are of `stage`. */
export function grantAll(grantee: IFunction, spec: LambdaSpec, targets: GrantTargets, stage: string): void {
  for (const name of spec.grants) GRANTS[name](grantee, targets);
  const allow = (actions: string[], machines: readonly string[] = []) => {
    const resourceArns = machines.map((name) => machineArn(grantee, stage, name));
    if (resourceArns.length > 0) Grant.addToPrincipal({ grantee, actions, resourceArns });
  };
  allow(START, spec.starts);
  allow(ANSWER, spec.answers);
  allow(KEEP_ALIVE, spec.keepsAlive);
}
