// The edge and the domains as the sample manifests describe them: each requirement of a construct is a line.
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import {
  manifestsWithStarting,
  sampleManifests,
  sampleWorkflow,
  startingWorkflow,
} from '../support/cdk/sample-manifests.ts';
import { resourceOf, resourcesOf, synthesize } from '../support/cdk/synthesize.ts';

const { application } = synthesize({
  manifests: sampleManifests,
  workflows: [sampleWorkflow],
  context: {
    logRetentionDays: '30',
    corsOrigins: 'https://ui.example.com',
    allowedOutboundHosts: ['ci.example.com', '10.0.0.0/8'],
  },
});
const functionOf = (prefix: string) => resourceOf(application, 'AWS::Lambda::Function', prefix).Properties;
const environmentOf = (prefix: string) => functionOf(prefix).Environment.Variables;

describe('a function', () => {
  test.each([
    ['runs on arm64', { Architectures: ['arm64'] }],
    ['runs Node 24', { Runtime: 'nodejs24.x', Handler: 'index.handler' }],
    ['has its time and memory of the manifest', { Timeout: 15, MemorySize: 512 }],
    ['logs JSON to its own group', { LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.anything() } } }],
    ['is traced', { TracingConfig: { Mode: 'Active' } }],
  ])('%s', (_, properties) => {
    expect(functionOf('ReleasesApi')).toMatchObject(properties);
  });

  test('has the variables of its manifest and the stage, and no others', () => {
    const names = ['ReleasesApi', 'ReleasesEvents', 'ReleasesTasks', 'PublisherStream'].map((prefix) =>
      Object.keys(environmentOf(prefix)).sort(),
    );
    expect(names).toEqual([
      ['CREDENTIAL_KEY_ID', 'PUBLIC_URL', 'STAGE', 'TABLE_NAME'],
      ['STAGE', 'STATE_MACHINE_PREFIX', 'TABLE_NAME'],
      ['ALLOWED_OUTBOUND_HOSTS', 'CREDENTIAL_KEY_ID', 'STAGE', 'TABLE_NAME'],
      ['DEAD_LETTERS_URL', 'EVENT_BUS_NAME', 'STAGE'],
    ]);
  });

  test('may call the hosts of the context', () => {
    expect(environmentOf('ReleasesTasks').ALLOWED_OUTBOUND_HOSTS).toBe('ci.example.com,10.0.0.0/8');
  });

  test('knows the API by its own address unless the context names another', () => {
    expect(environmentOf('ReleasesApi').PUBLIC_URL).toEqual({
      'Fn::ImportValue': expect.stringContaining('ApiEndpoint'),
    });
    const { application: named } = synthesize({
      manifests: sampleManifests,
      workflows: [sampleWorkflow],
      context: { publicUrl: 'https://releases.example.com' },
    });
    const { Environment } = resourceOf(named, 'AWS::Lambda::Function', 'ReleasesApi').Properties;
    expect(Environment.Variables.PUBLIC_URL).toBe('https://releases.example.com');
  });

  test('has no reserved concurrency', () => {
    application.allResourcesProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: Match.absent() });
  });

  test('keeps logs as long as the context says', () => {
    application.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });
});

describe('the HTTP API', () => {
  const routes = Object.values(resourcesOf(application, 'AWS::ApiGatewayV2::Route')).map((route) => route.Properties);

  test('has the routes of the manifests below the base path, signed ones without an authorizer', () => {
    expect(routes.map(({ RouteKey, AuthorizationType }) => [RouteKey, AuthorizationType])).toEqual([
      ['ANY /api/v1/{tenant}/releases/{release}', 'CUSTOM'],
      ['ANY /api/v1/{tenant}/hooks/{integration}', 'NONE'],
      ['$default', 'NONE'],
    ]);
  });

  test('answers requests without a route by the one function that says so', () => {
    const { Target } = routes.find(({ RouteKey }) => RouteKey === '$default') ?? {};
    expect(Target).toEqual(routes.find(({ RouteKey }) => RouteKey.endsWith('/hooks/{integration}'))?.Target);
  });

  test('asks the authorizer about every request, whatever its headers', () => {
    application.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'REQUEST',
      EnableSimpleResponses: true,
      AuthorizerPayloadFormatVersion: '2.0',
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: [],
    });
  });

  test('speaks payload format 2.0', () => {
    application.allResourcesProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' });
  });

  test('throttles its default stage, which deploys itself', () => {
    application.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingBurstLimit: 400, ThrottlingRateLimit: 200 },
    });
    const { application: small } = synthesize({ manifests: [], context: { requestsPerSecond: '20' } });
    small.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingBurstLimit: 40, ThrottlingRateLimit: 20 },
    });
  });

  test('logs who got which status how fast, and no header', () => {
    const { Format } = resourceOf(application, 'AWS::ApiGatewayV2::Stage', '').Properties.AccessLogSettings;
    const logged = Object.keys(JSON.parse(Format));
    expect(logged).toEqual(expect.arrayContaining(['requestId', 'principalId', 'status', 'latencyMs']));
    expect(Format).not.toMatch(/header|querystring|body/i);
  });

  test('lets browsers in from the origins of the context alone', () => {
    application.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: ['https://ui.example.com'] },
    });
  });

  test('needs one permission per function, however many routes there are', () => {
    application.resourceCountIs('AWS::Lambda::Permission', 2);
  });
});

describe('a subscription', () => {
  test.each([
    ['ReleasesOnLifecycle', { source: ['windlass.releases'], 'detail-type': ['ReleaseCreated'] }],
    ['ReleasesOnCi', { source: [{ prefix: 'ci.' }, 'windlass.store'] }],
  ])('%s matches the pattern of its manifest', (prefix, pattern) => {
    expect(resourceOf(application, 'AWS::Events::Rule', prefix).Properties.EventPattern).toEqual(pattern);
  });

  test('delivers with retries to a queue, and what cannot be delivered to its dead letters', () => {
    const [target] = resourceOf(application, 'AWS::Events::Rule', 'ReleasesOnCi').Properties.Targets;
    expect(target).toMatchObject({
      Arn: { 'Fn::GetAtt': [expect.stringContaining('ReleasesOnQueue'), 'Arn'] },
      DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringContaining('ReleasesDeadLetters'), 'Arn'] } },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    });
  });

  test('puts executions that failed to the dead letters of their domain', () => {
    const { Properties } = resourceOf(application, 'AWS::Events::Rule', 'ReleasesFailedExecutions');
    expect(Properties).toMatchObject({
      EventPattern: { source: ['aws.states'], detail: { status: ['FAILED', 'TIMED_OUT'] } },
      Targets: [{ Arn: { 'Fn::GetAtt': [expect.stringContaining('ReleasesDeadLetters'), 'Arn'] } }],
    });
    expect(JSON.stringify(Properties.EventPattern)).toContain('release-lifecycle');
    expect(Properties.EventBusName).toBeUndefined();
  });

  test.each([
    ['ReleasesOnQueue', 5, 90],
    ['NotifiersSlackOnQueue', 50, 91],
  ])('%s gives a message up after %i receives of %i seconds', (prefix, maxReceiveCount, VisibilityTimeout) => {
    const queues = resourcesOf(application, 'AWS::SQS::Queue');
    const queue = Object.entries(queues).find(
      ([id, { Properties }]) => id.startsWith(prefix) && Properties.RedrivePolicy,
    );
    expect(queue?.[1].Properties).toMatchObject({
      RedrivePolicy: { maxReceiveCount },
      VisibilityTimeout,
      SqsManagedSseEnabled: true,
    });
  });

  test.each([
    ['ReleasesEventsFunctionSqsEventSource', { BatchSize: 10 }],
    [
      'NotifiersSlackEventsFunctionSqsEventSource',
      { BatchSize: 10, MaximumBatchingWindowInSeconds: 1, ScalingConfig: { MaximumConcurrency: 10 } },
    ],
  ])('%s hands over batches and takes partial failures', (prefix, properties) => {
    const mappings = Object.entries(resourcesOf(application, 'AWS::Lambda::EventSourceMapping'));
    const own = mappings.filter(([id]) => id.startsWith(prefix));
    expect(own.length).toBeGreaterThan(0);
    for (const [, { Properties }] of own) {
      expect(Properties).toMatchObject({ ...properties, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    }
  });

  test('has queues that refuse requests without TLS', () => {
    const queues = Object.keys(resourcesOf(application, 'AWS::SQS::Queue'));
    const policies = Object.values(resourcesOf(application, 'AWS::SQS::QueuePolicy'));
    const closed = policies
      .filter(({ Properties }) =>
        Properties.PolicyDocument.Statement.some(
          (one: { Effect: string; Condition?: object }) =>
            one.Effect === 'Deny' && JSON.stringify(one.Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
        ),
      )
      .flatMap(({ Properties }) => Properties.Queues.map((queue: { Ref: string }) => queue.Ref));
    expect(closed.sort()).toEqual(queues.sort());
  });
});

test('the stream reaches the publisher with outbox inserts only, until they are through or set aside', () => {
  const mapping = resourceOf(application, 'AWS::Lambda::EventSourceMapping', 'PublisherStream').Properties;
  expect(mapping).toMatchObject({
    StartingPosition: 'TRIM_HORIZON',
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: 82_800,
    ParallelizationFactor: 4,
    DestinationConfig: {
      OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringContaining('DeadLetters'), 'Arn'] } },
    },
  });
  expect(mapping.MaximumBatchingWindowInSeconds).toBeUndefined();
  expect(mapping.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
    { eventName: ['INSERT'], dynamodb: { NewImage: { __edb_e__: { S: ['outboxEvent'] } } } },
  ]);
});

describe('a state machine', () => {
  const machine = resourceOf(application, 'AWS::StepFunctions::StateMachine', 'ReleaseLifecycle').Properties;

  test.each([
    ['is a standard one, named after stage and folder', 'StateMachineName', 'windlass-dev-release-lifecycle'],
    ['logs every step without data', 'LoggingConfiguration', { Level: 'ALL', IncludeExecutionData: false }],
    ['is traced', 'TracingConfiguration', { Enabled: true }],
  ])('%s', (_, property, value) => {
    expect(machine).toMatchObject({ StateMachineType: 'STANDARD', [property]: value });
  });

  test('has every placeholder resolved by a tasks function', () => {
    expect(machine.DefinitionSubstitutions).toEqual({
      ReleasesTasksFunctionArn: {
        'Fn::Join': ['', expect.arrayContaining([expect.stringContaining(':function:windlass-dev-releases-tasks')])],
      },
    });
  });

  test('has the ARN that functions are told', () => {
    const told = JSON.stringify(environmentOf('ReleasesEvents').STATE_MACHINE_PREFIX);
    expect(`${told.replace(/"]]}$/, '')}release-lifecycle`).toMatch(
      new RegExp(`:stateMachine:${machine.StateMachineName}$`),
    );
  });
});

describe('a state machine that starts another one', () => {
  const { application: both, findings } = synthesize({
    manifests: manifestsWithStarting,
    workflows: [sampleWorkflow, startingWorkflow],
  });
  const { DefinitionSubstitutions } = resourceOf(both, 'AWS::StepFunctions::StateMachine', 'ReleaseFleet').Properties;
  const statements: { Action: string | string[]; Resource: unknown }[] = resourceOf(
    both,
    'AWS::IAM::Policy',
    'ReleaseFleetMachineRole',
  ).Properties.PolicyDocument.Statement;

  test('has its ARN for the placeholder', () => {
    expect(JSON.stringify(DefinitionSubstitutions.ReleaseLifecycleMachineArn)).toMatch(
      /:stateMachine:windlass-dev-release-lifecycle"/,
    );
  });

  test.each([
    [['states:StartExecution'], /:stateMachine:windlass-dev-release-lifecycle"/],
    [['states:DescribeExecution', 'states:StopExecution'], /:execution:windlass-dev-release-lifecycle:\*"/],
    [
      ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
      /:rule\/StepFunctionsGetEventsForStepFunctionsExecutionRule"/,
    ],
  ])('may do %j on exactly that, and invokes no function', (actions, resource) => {
    const all = statements.map(({ Action, Resource }) => ({ actions: [Action].flat().sort(), Resource }));
    const found = all.filter((one) => JSON.stringify(one.actions) === JSON.stringify(actions));
    expect(found.map(({ Resource }) => JSON.stringify(Resource))).toEqual([expect.stringMatching(resource)]);
    expect(all.flatMap((one) => one.actions)).not.toContain('lambda:InvokeFunction');
  });

  test('is clean by cdk-nag', () => {
    expect(findings).toEqual([]);
  });
});

test('outputs name what tools need', () => {
  expect(Object.keys(application.findOutputs('*'))).toEqual(
    expect.arrayContaining(['ApiUrl', 'BootstrapFunctionName', 'StateMachinePrefix']),
  );
});
