// The properties of tables and keys that the runtime supports. Read by support.ts.
import { DESCRIPTION, ENCRYPTION, none, type SupportTable, TAGS, used } from './words.ts';

export const STORAGE: SupportTable = {
  'AWS::DynamoDB::Table': {
    TableName: used(),
    AttributeDefinitions: { AttributeName: used(), AttributeType: used() },
    KeySchema: { AttributeName: used(), KeyType: used() },
    BillingMode: used('PAY_PER_REQUEST'),
    GlobalSecondaryIndexes: {
      IndexName: used(),
      KeySchema: { AttributeName: used(), KeyType: used() },
      Projection: { ProjectionType: used(), NonKeyAttributes: used() },
      ContributorInsightsSpecification: none('metrics are not kept'),
      OnDemandThroughput: none('one machine has one user'),
    },
    StreamSpecification: { StreamViewType: used() },
    TimeToLiveSpecification: { AttributeName: used(), Enabled: used() },
    ContributorInsightsSpecification: none('metrics are not kept'),
    DeletionProtectionEnabled: none('the runtime never deletes a table'),
    OnDemandThroughput: none('one machine has one user'),
    PointInTimeRecoverySpecification: none('the data directory itself can be copied'),
    SSESpecification: ENCRYPTION,
    TableClass: none('only a price'),
    Tags: TAGS,
  },
  'AWS::KMS::Key': {
    KeySpec: used('SYMMETRIC_DEFAULT'),
    KeyUsage: used('ENCRYPT_DECRYPT'),
    Enabled: used(true),
    KeyPolicy: none("the functions' roles say who may use a key"),
    EnableKeyRotation: none('a data directory does not live that long'),
    RotationPeriodInDays: none('a data directory does not live that long'),
    PendingWindowInDays: none('the runtime never deletes a key'),
    MultiRegion: none('the runtime has one region'),
    Description: DESCRIPTION,
    Tags: TAGS,
  },
  'AWS::KMS::Alias': { AliasName: used(), TargetKeyId: used() },
};
