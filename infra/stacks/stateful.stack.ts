// What must never be replaced: the table, the bus, the keys, the bucket and the topic of alarms. Made by app.ts; the
// application stack refers to it. Nothing here is derived from manifests, so that a feature cannot touch data.
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type App, Aws, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { INDEXES, TTL_ATTRIBUTE } from '../../entities/names.ts';
import type { Settings } from '../settings.ts';

const ACCESS_LOG_DAYS = 365;

export class StatefulStack extends Stack {
  readonly table: Table;
  readonly bus: EventBus;
  readonly credentialKey: Key;
  readonly evidenceKey: Key;
  readonly bucket: Bucket;
  readonly alarms: Topic;

  constructor(app: App, settings: Settings) {
    super(app, `windlass-${settings.stage}-stateful`, {
      description: 'Windlass: table, bus, keys and bucket. Never to be replaced.',
      terminationProtection: settings.isProtected,
    });
    const removalPolicy = settings.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.table = makeTable(this, settings.isProtected, removalPolicy);
    this.bus = makeBus(this, settings);
    this.credentialKey = new Key(this, 'CredentialKey', {
      description: 'Seals credentials of integrations, bound to tenant and integration by encryption context',
      alias: `windlass-${settings.stage}-credentials`,
      enableKeyRotation: true,
      removalPolicy,
    });
    this.evidenceKey = new Key(this, 'EvidenceKey', {
      description: 'Signs evidence of what was decided and done',
      alias: `windlass-${settings.stage}-evidence`,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy,
    });
    this.bucket = makeBucket(this, removalPolicy);
    this.alarms = makeAlarmTopic(this, settings.alarmEmail);

    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'BusName', { value: this.bus.eventBusName });
  }
}

/**
 * Encrypted with the key DynamoDB owns: credentials are already sealed by a key of our own before they are written, and a
 * key of our own here would give every function a Decrypt permission that says nothing and is paid per request.
 */
function makeTable(scope: Construct, isProtected: boolean, removalPolicy: RemovalPolicy): Table {
  const key = (name: string) => ({ name, type: AttributeType.STRING });
  const table = new Table(scope, 'Table', {
    partitionKey: key('pk'),
    sortKey: key('sk'),
    billingMode: BillingMode.PAY_PER_REQUEST,
    // Changing the view replaces the stream, and with it the publisher's position: old images are there from the start.
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: TTL_ATTRIBUTE,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: isProtected,
    removalPolicy,
  });
  for (const indexName of INDEXES) {
    table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: key(`${indexName}pk`),
      sortKey: key(`${indexName}sk`),
      projectionType: ProjectionType.KEYS_ONLY,
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

/** Artifacts and exports, read and written by presigned URLs; who did is in the access logs. */
function makeBucket(scope: Construct, removalPolicy: RemovalPolicy): Bucket {
  const common = {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    removalPolicy,
  };
  const accessLogs = new Bucket(scope, 'AccessLogs', {
    ...common,
    lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS), noncurrentVersionExpiration: Duration.days(1) }],
  });
  return new Bucket(scope, 'Bucket', {
    ...common,
    serverAccessLogsBucket: accessLogs as IBucket,
    lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
  });
}

/** Alarms carry no secrets, so the topic needs TLS but no key. */
function makeAlarmTopic(scope: Construct, email: string | undefined): Topic {
  const topic = new Topic(scope, 'Alarms', { displayName: 'Windlass alarms', enforceSSL: true });
  topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
  if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
  return topic;
}
