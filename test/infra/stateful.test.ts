// The stateful stack: the protection of stored data in each stage.
import { describe, expect, test } from 'vitest';
import { resourceOf, resourcesOf, synthesize } from '../support/cdk/synthesize.ts';

const { stateful: dev } = synthesize({ manifests: [] });
const { stateful: prod } = synthesize({
  manifests: [],
  context: { stage: 'prod', alarmEmail: 'oncall@example.com', archiveRetentionDays: 400 },
});
const keyPair = (prefix: string) => [
  { AttributeName: `${prefix}pk`, KeyType: 'HASH' },
  { AttributeName: `${prefix}sk`, KeyType: 'RANGE' },
];

describe('the table', () => {
  test.each([
    ['has the keys pk and sk', { KeySchema: keyPair('') }],
    ['is paid per request', { BillingMode: 'PAY_PER_REQUEST' }],
    ['streams new and old images', { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } }],
    ['expires items', { TimeToLiveSpecification: { AttributeName: 'expiresAtEpoch', Enabled: true } }],
    ['restores to a point in time', { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    ['is protected against deletion', { DeletionProtectionEnabled: true }],
    [
      'has four indexes of keys, and two of whole items',
      {
        GlobalSecondaryIndexes: ['gsi1', 'gsi2', 'gsi3', 'gsi4', 'gsi5', 'gsi6'].map((IndexName, index) => ({
          IndexName,
          KeySchema: keyPair(IndexName),
          Projection: { ProjectionType: index < 4 ? 'KEYS_ONLY' : 'ALL' },
        })),
      },
    ],
  ])('%s', (_, properties) => {
    prod.hasResourceProperties('AWS::DynamoDB::Table', properties);
  });

  test('can be deleted in stage dev', () => {
    dev.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
  });
});

describe('the bus', () => {
  test('is named after the stage', () => {
    prod.hasResourceProperties('AWS::Events::EventBus', { Name: 'windlass-prod' });
  });

  test('archives every event of the account for as long as the context says', () => {
    prod.hasResourceProperties('AWS::Events::Archive', {
      RetentionDays: 400,
      EventPattern: { account: [{ Ref: 'AWS::AccountId' }] },
    });
  });
});

describe('the keys', () => {
  test.each([
    ['of credentials rotates', { EnableKeyRotation: true }],
    ['of evidence signs on P-256', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }],
  ])('%s', (_, properties) => {
    prod.hasResourceProperties('AWS::KMS::Key', properties);
  });

  test('are the only ones: no key waits for a use (S17)', () => {
    prod.resourceCountIs('AWS::KMS::Key', 2);
  });
});

describe('the bucket of evidence', () => {
  test.each([
    ['keeps each version', { VersioningConfiguration: { Status: 'Enabled' } }],
    [
      'is closed to the public',
      {
        PublicAccessBlockConfiguration: {
          ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        },
      },
    ],
    [
      'is encrypted',
      {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      },
    ],
    [
      'locks objects for ten years',
      { ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 3650 } } } },
    ],
    [
      'lets objects expire after ten years',
      { LifecycleConfiguration: { Rules: [{ ExpirationInDays: 3650, Status: 'Enabled' }] } },
    ],
  ])('%s', (_, properties) => {
    prod.hasResourceProperties('AWS::S3::Bucket', properties);
  });

  test('is the only one, and can be emptied in stage dev', () => {
    prod.resourceCountIs('AWS::S3::Bucket', 1);
    expect(resourceOf(dev, 'AWS::S3::Bucket', '').Properties.ObjectLockConfiguration).toBeUndefined();
  });

  test('takes nothing without TLS', () => {
    const { Statement } = resourceOf(prod, 'AWS::S3::BucketPolicy', '').Properties.PolicyDocument;
    expect(Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });
});

describe('the topic of alarms', () => {
  test('takes alarms of CloudWatch of this account, and nothing without TLS (S17)', () => {
    const { Statement } = resourceOf(prod, 'AWS::SNS::TopicPolicy', '').Properties.PolicyDocument;
    expect(Statement).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        expect.objectContaining({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    );
  });

  test('mails whom the context names', () => {
    prod.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'oncall@example.com' });
    dev.resourceCountIs('AWS::SNS::Subscription', 0);
  });
});

describe('what holds data', () => {
  const types = ['AWS::DynamoDB::Table', 'AWS::Events::EventBus', 'AWS::KMS::Key', 'AWS::S3::Bucket'];

  test.each(types)('%s outlives the stack in stage prod', (type) => {
    const policies = Object.values(resourcesOf(prod, type)).map(({ DeletionPolicy }) => DeletionPolicy);
    expect(policies).toEqual(policies.map(() => 'Retain'));
    expect(policies.length).toBeGreaterThan(0);
  });

  test('leaves with the stack in stage dev', () => {
    expect(resourceOf(dev, 'AWS::DynamoDB::Table', '').DeletionPolicy).toBe('Delete');
  });
});

test('outputs name the table and the bus', () => {
  expect(Object.keys(prod.findOutputs('*'))).toEqual(expect.arrayContaining(['TableName', 'BusName']));
});
