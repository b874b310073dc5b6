// Resources that must never be replaced: the table, the bus, the keys, the bucket of evidence and the topic of alarms. Made by
// app.ts; all other stacks refer to it. Nothing here comes from manifests, so that a feature cannot touch data.
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type App, Aws, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { INDEXES, ITEM_INDEXES, RETENTION_DAYS, TTL_ATTRIBUTE } from '../../entities/names.ts';
import { acceptFinding } from '../constructs/accept-finding.ts';
import { physicalName } from '../constructs/naming.ts';
import type { Settings } from '../settings.ts';

export class StatefulStack extends Stack {
  readonly table: Table;
  readonly bus: EventBus;
  readonly credentialKey: Key;
  readonly signingKey: Key;
  /** The name of the bucket of evidence. */
  readonly evidenceBucket: string;
  readonly alarms: Topic;

  constructor(app: App, settings: Settings) {
    super(app, `windlass-${settings.stage}-stateful`, {
      description: 'Windlass: table, bus, keys and evidence. Never to be replaced.',
      terminationProtection: settings.isProtected,
    });
    const removalPolicy = settings.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.table = makeTable(this, `windlass-${settings.stage}`, settings.isProtected, removalPolicy);
    this.bus = makeBus(this, settings);
    this.credentialKey = new Key(this, 'CredentialKey', {
      description: 'Seals credentials of integrations, bound to tenant and integration by encryption context',
      alias: `windlass-${settings.stage}-credentials`,
      enableKeyRotation: true,
      removalPolicy,
    });
    this.signingKey = new Key(this, 'SigningKey', {
      description: 'Signs evidence of decisions, deployments and rollbacks, and the heads of the audit chains',
      alias: `windlass-${settings.stage}-signing`,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy,
    });
    // No two accounts can have a bucket of the same name.
    this.evidenceBucket = `${physicalName(settings.stage, 'evidence')}-${Aws.ACCOUNT_ID}`;
    makeEvidence(this, this.evidenceBucket, settings.isProtected, removalPolicy);
    this.alarms = makeAlarmTopic(this, settings);

    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'BusName', { value: this.bus.eventBusName });
  }
}

/**
 * Encrypted with the key DynamoDB owns: credentials are already sealed by a key of our own before they are written, and a
 * key of our own here would give every function a Decrypt permission that says nothing and is paid per request.
 */
function makeTable(scope: Construct, tableName: string, isProtected: boolean, removalPolicy: RemovalPolicy): Table {
  const key = (name: string) => ({ name, type: AttributeType.STRING });
  const table = new Table(scope, 'Table', {
    tableName,
    partitionKey: key('pk'),
    sortKey: key('sk'),
    billingMode: BillingMode.PAY_PER_REQUEST,
    // Changing the view replaces the stream, and with it the publisher's position: it has old images from the start.
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: TTL_ATTRIBUTE,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: isProtected,
    removalPolicy,
  });
  const isWhole = (name: string) => ITEM_INDEXES.some((index) => index === name);
  for (const indexName of INDEXES) {
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: key(`${indexName}pk`),
      sortKey: key(`${indexName}sk`),
      projectionType: isWhole(indexName) ? ProjectionType.ALL : ProjectionType.KEYS_ONLY,
    });
  }
  return table;
}

function makeBus(scope: Construct, { stage, archiveRetentionDays, isProtected }: Settings): EventBus {
  const bus = new EventBus(scope, 'Bus', {
    eventBusName: `windlass-${stage}`,
    description: 'Events of Windlass (windlass.*) and of CI systems (ci.*)',
  });
  if (isProtected) bus.applyRemovalPolicy(RemovalPolicy.RETAIN);
  bus.archive('Archive', {
    archiveName: `windlass-${stage}`,
    description: 'Every event, for replay after a mistake of a consumer',
    eventPattern: { account: [Aws.ACCOUNT_ID] },
    retention: Duration.days(archiveRetentionDays),
  });
  return bus;
}

/**
 * Signed packets, each written once under the digest of its content. The lock holds against mistakes of operators: no function may
 * delete an object.
 */
function makeEvidence(scope: Construct, bucketName: string, isProtected: boolean, removalPolicy: RemovalPolicy): void {
  const kept = Duration.days(RETENTION_DAYS.evidence);
  const bucket = new Bucket(scope, 'Evidence', {
    bucketName,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    versioned: true,
    ...(isProtected && { objectLockDefaultRetention: ObjectLockRetention.governance(kept) }),
    lifecycleRules: [{ id: 'Expire', expiration: kept, noncurrentVersionExpiration: Duration.days(1) }],
    removalPolicy,
  });
  acceptFinding(
    bucket,
    'AwsSolutions-S1',
    'Only functions read and write it, and they log each request; a log bucket would need one of its own.',
  );
}

/** Alarms carry no secrets, so the topic needs TLS but no key. */
function makeAlarmTopic(scope: Construct, { stage, alarmEmail }: Settings): Topic {
  const topicName = physicalName(stage, 'alarms');
  const topic = new Topic(scope, 'Alarms', { topicName, displayName: 'Windlass alarms', enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
  return topic;
}
