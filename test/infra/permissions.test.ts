// The permissions of functions, the findings of cdk-nag and the alarms: of the sample manifests and the real ones.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, Stack } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import type { Grant, Manifest } from '../../functions/_kit/manifest.ts';
import { pascalCase } from '../../infra/constructs/naming.ts';
import type { WorkflowDefinition } from '../../infra/constructs/workflow.ts';
import { manifests } from '../../infra/manifests.ts';
import { definitions } from '../support/cdk/definitions.ts';
import { sampleManifests, sampleWorkflow } from '../support/cdk/sample-manifests.ts';
import { resourceOf, resourcesOf, synthesize } from '../support/cdk/synthesize.ts';
import { temporaryDirectory } from '../support/scratch/temporary-directory.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const ROOT = join(import.meta.dirname, '../..');

/** The actions that each grant allows, written a second time on purpose: a change of either must be meant. */
const ALLOWED: Readonly<Record<Grant, readonly string[]>> = {
  'table:read': ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
  'table:put': ['dynamodb:PutItem'],
  'table:update': ['dynamodb:UpdateItem'],
  'table:delete': ['dynamodb:DeleteItem'],
  'table:check': ['dynamodb:ConditionCheckItem'],
  'bus:publish': ['events:PutEvents'],
  'bus:forward': ['events:PutEvents'],
  'credentials:seal': ['kms:Encrypt'],
  'credentials:open': ['kms:Decrypt'],
  'audit:seal': ['dynamodb:PutItem'],
  'evidence:sign': ['kms:Sign'],
  'evidence:check': ['kms:GetPublicKey'],
  'evidence:keep': ['s3:PutObject'],
  'evidence:read': ['s3:GetObject', 's3:ListBucket'],
  'queue:defer': [],
  'mail:send': ['ses:SendEmail'],
};

/** The actions of every function, of one with queues, and of one that reads a stream. */
const EVERY = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const QUEUES = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
];
const STREAM = [
  ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`),
  ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((action) => `sqs:${action}`),
];

/** Actions that have no resources to name (Service Authorization Reference). */
const WITHOUT_RESOURCES = [
  'dynamodb:ListStreams',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** Actions on resources that tenants name, at run time: the identities that SES has verified for the account. */
const NAMED_BY_TENANTS = ['ses:SendEmail'];

/** Actions on the objects of one bucket, whose names are digests. */
const ON_OBJECTS = ['s3:GetObject', 's3:PutObject'];

/** Actions on the executions of one machine, which get their names when they start. */
const OF_EXECUTIONS = ['states:DescribeExecution', 'states:StopExecution'];

const listed = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
const statementsOf = (template: Template, prefix: string): readonly Statement[] =>
  resourceOf(template, 'AWS::IAM::Policy', prefix).Properties.PolicyDocument.Statement;

const sets: readonly [string, readonly Manifest[], readonly WorkflowDefinition[]][] = [
  ['the sample', sampleManifests, [sampleWorkflow]],
  ['Windlass', manifests, [...definitions].map(([name, machine]) => ({ name, machine }))],
];
const synthesized = sets.map(
  ([name, set, workflows]) => [name, set, synthesize({ manifests: set, workflows })] as const,
);

describe('the runbook', () => {
  const [, ...sections] = readFileSync(join(ROOT, 'infra/RUNBOOK.md'), 'utf8').split(/^## /m);

  test.each(sections.map((text) => [text.split('\n')[0], text]))(
    'says of %s the meaning, the place and the remedy',
    (_, text) => {
      expect(text).toMatch(/^.+\nMeans: .+(\n.+)*\nLook at: .+(\n.+)*\nDo: /);
    },
  );

  test('has no section without an alarm', () => {
    const [, , { application }] = synthesized[1] as (typeof synthesized)[number];
    const alarms = resourcesOf(application, 'AWS::CloudWatch::Alarm');
    const linked = Object.values(alarms).map(({ Properties }) => /#([\w-]+)$/.exec(Properties.AlarmDescription)?.[1]);
    const titles = sections.map((text) => (text.split('\n')[0] ?? '').toLowerCase().replaceAll(' ', '-'));
    expect(sorted(linked.map(String))).toEqual(sorted(titles));
  });
});

test('cdk-nag finds what is not accepted', () => {
  const app = new App({ analyticsReporting: false, outdir: temporaryDirectory() });
  new Queue(new Stack(app, 'Careless'), 'Queue');
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  expect(violations.map(({ ruleName }) => ruleName)).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']);
});

test.each(
  manifests
    .filter(({ routes }) => Object.values(routes).some(({ access }) => typeof access === 'object'))
    .map(({ domain, lambdas }) => [domain, lambdas.api?.grants] as const),
)('the api of %s may write the audit entry of a refusal', (_, grants) => {
  expect(grants).toContain('table:put');
});

describe.each(synthesized)('%s', (_, set, { application, findings }) => {
  const functions = set.flatMap((manifest) =>
    Object.entries(manifest.lambdas).map(([role, spec]) => ({
      name: `${manifest.domain} ${role}`,
      prefix: pascalCase(`${manifest.domain}-${role}`),
      hasQueues: role === 'events' && Object.keys(manifest.subscriptions).length > 0,
      role,
      spec,
    })),
  );

  test('is clean by cdk-nag', () => {
    expect(findings).toEqual([]);
  });

  test.each(functions)(
    '$name may do what its manifest grants, and nothing else',
    ({ prefix, role, spec, hasQueues }) => {
      const allowed = statementsOf(application, `${prefix}Role`)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => listed(Action));
      const expected = [
        ...EVERY,
        ...spec.grants.flatMap((grant) => ALLOWED[grant]),
        ...(spec.starts ? ['states:StartExecution'] : []),
        ...(spec.answers ? ['states:SendTaskFailure', 'states:SendTaskSuccess'] : []),
        ...(spec.keepsAlive ? ['states:SendTaskHeartbeat'] : []),
        ...(hasQueues ? QUEUES : []),
        ...(role === 'stream' ? STREAM : []),
      ];
      expect(sorted(allowed)).toEqual(sorted(expected));
    },
  );

  test.each(functions.filter(({ spec }) => spec.grants.some((grant) => /^table:(?:update|delete)$/.test(grant))))(
    '$name cannot update or delete audit entries and evidence',
    ({ prefix }) => {
      expect(statementsOf(application, `${prefix}Role`)).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
          Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['T#*#AUDIT#*', 'T#*#EVIDENCE#*'] } },
        }),
      );
    },
  );

  test('nothing is allowed on a wildcard but what has no resources, or none that are known', () => {
    const statements = Object.values(resourcesOf(application, 'AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as Statement[],
    );
    const wild = statements
      .filter(({ Effect, Resource }) => Effect === 'Allow' && JSON.stringify(Resource).includes('*'))
      .flatMap(({ Action }) => listed(Action));
    const accepted = [...WITHOUT_RESOURCES, ...NAMED_BY_TENANTS, ...ON_OBJECTS, ...OF_EXECUTIONS];
    expect(sorted(wild).filter((action) => !accepted.includes(action))).toEqual([]);
    expect(statements.flatMap(({ Action }) => listed(Action)).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('no role carries a policy of AWS', () => {
    const roles = Object.values(resourcesOf(application, 'AWS::IAM::Role'));
    expect(roles.flatMap(({ Properties }) => Properties.ManagedPolicyArns ?? [])).toEqual([]);
  });

  test('every alarm says its impact, links a section of the runbook and tells the topic', () => {
    const runbook = readFileSync(join(ROOT, 'infra/RUNBOOK.md'), 'utf8');
    const sections = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const alarms = Object.entries(resourcesOf(application, 'AWS::CloudWatch::Alarm'));
    expect(alarms.length).toBeGreaterThan(0);
    for (const [id, { Properties }] of alarms) {
      const [, impact, section] = /^Impact: (.+) Runbook: \S+#([\w-]+)$/.exec(Properties.AlarmDescription) ?? [];
      expect([id, impact, section]).toEqual([id, expect.any(String), expect.toBeOneOf(sections)]);
      expect(Properties.AlarmActions).toEqual([{ 'Fn::ImportValue': expect.stringContaining('Alarms') }]);
    }
  });
});
