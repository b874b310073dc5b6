// CDK's feature flags that change what this app synthesizes. Here and not in cdk.json, because the local runtime runs
// app.ts without the CLI and must get the same template. Read by app.ts and by the tests of infra.

export const FEATURE_FLAGS: Readonly<Record<string, boolean | string>> = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-events:eventsTargetQueueSameAccount': true,
  '@aws-cdk/aws-kms:aliasNameRef': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // Findings of checks.ts are errors, not warnings.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // Exports and imports: the stateful stack cannot lose what the application uses, and the local runtime reads them.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};
