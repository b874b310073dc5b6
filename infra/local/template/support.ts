// The rule of the local runtime: a property of a resource is read by a model, or listed here, or refused. Called by
// resolve-stack.ts and read-model.ts.
import { type Json, type JsonObject, UnsupportedError } from '../contracts.ts';

/** Known, and without effect on one machine for this reason. */
interface None {
  readonly none: string;
}

/** The only values that the runtime supports. */
interface Only {
  readonly values: readonly Json[];
}

interface ReadResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: { readonly [name: string]: Json };
  /** Paths of the properties that its identity or a model has read. */
  readonly readPaths: ReadonlySet<string>;
}

const none = (reason: string): None => ({ none: reason });
const only = (...values: Json[]): Only => ({ values });

const TEXT = none('a text for people');
const ENCRYPTION = none('files under the data directory are readable by their owner only');
const IAM_CHECK = none('the runtime itself connects callers with their targets');
const NO_METRICS = none('metrics are not kept');
const NO_LOGS = none('logs go to files under the data directory');
const NO_TRACES = none('traces are not kept');
const ONLY_ALARMS = none('topics carry alarms, which are not evaluated');
const NEVER_REFUSES = none('a queue of this process takes every event');

/** Types without local meaning; of the others the properties, by path, that no model reads. */
const TYPES: Readonly<Record<string, None | Readonly<Record<string, None | Only>>>> = {
  'AWS::ApiGatewayV2::Api': {
    Name: TEXT,
    ProtocolType: only('HTTP'),
    DisableExecuteApiEndpoint: none('the only endpoint is the local one'),
  },
  'AWS::ApiGatewayV2::Route': { AuthorizationType: only('NONE', 'CUSTOM') },
  'AWS::ApiGatewayV2::Integration': { IntegrationType: only('AWS_PROXY'), PayloadFormatVersion: only('2.0') },
  'AWS::ApiGatewayV2::Stage': {
    StageName: only('$default'),
    AutoDeploy: only(true),
    AccessLogSettings: none('each request is a line of the runtime with --verbose'),
    DefaultRouteSettings: none('one machine has one user; throttling would only slow it'),
  },
  'AWS::ApiGatewayV2::Authorizer': {
    AuthorizerType: only('REQUEST'),
    AuthorizerPayloadFormatVersion: only('2.0'),
    AuthorizerResultTtlInSeconds: only(0),
    EnableSimpleResponses: only(true),
    IdentitySource: only([]),
    Name: TEXT,
  },
  'AWS::CDK::Metadata': none('it tells AWS which constructs were used'),
  'AWS::CloudWatch::Alarm': NO_METRICS,
  'AWS::CloudWatch::Dashboard': NO_METRICS,
  'AWS::DynamoDB::Table': {
    BillingMode: only('PAY_PER_REQUEST'),
    DeletionProtectionEnabled: none('the runtime never deletes a table'),
    PointInTimeRecoverySpecification: none('the data directory itself can be copied'),
  },
  'AWS::Events::Archive': none('replay is for the deployed bus; the table keeps every event'),
  'AWS::Events::EventBus': { Description: TEXT },
  'AWS::Events::EventBusPolicy': IAM_CHECK,
  'AWS::Events::Rule': {
    Description: TEXT,
    State: only('ENABLED', 'DISABLED'),
    'Targets.Id': TEXT,
    'Targets.RetryPolicy': NEVER_REFUSES,
    'Targets.DeadLetterConfig': NEVER_REFUSES,
  },
  'AWS::IAM::Policy': {},
  'AWS::IAM::Role': {
    AssumeRolePolicyDocument: none('the runtime gives each function its role'),
    Description: TEXT,
  },
  'AWS::KMS::Alias': {},
  'AWS::KMS::Key': {
    Description: TEXT,
    KeySpec: only('ECC_NIST_P256'),
    KeyPolicy: none("the functions' roles say who may use a key"),
    EnableKeyRotation: none('a data directory does not live that long'),
  },
  'AWS::Lambda::EventSourceMapping': { StartingPosition: only('TRIM_HORIZON') },
  'AWS::Lambda::Function': {
    Runtime: only('nodejs24.x'),
    'Code.S3Bucket': none('the code is an asset of the assembly'),
    Architectures: none('bundled JavaScript runs on any processor'),
    Description: TEXT,
    LoggingConfig: NO_LOGS,
    TracingConfig: NO_TRACES,
  },
  'AWS::Lambda::Permission': IAM_CHECK,
  'AWS::Logs::LogGroup': NO_LOGS,
  'AWS::S3::Bucket': {
    BucketEncryption: ENCRYPTION,
    VersioningConfiguration: none('the runtime takes each object once'),
    ObjectLockEnabled: none('no function may delete an object'),
    ObjectLockConfiguration: none('no function may delete an object'),
    LifecycleConfiguration: none('a data directory does not live that long'),
    PublicAccessBlockConfiguration: none('the gateway listens on this machine only'),
  },
  'AWS::S3::BucketPolicy': IAM_CHECK,
  'AWS::SNS::Subscription': ONLY_ALARMS,
  'AWS::SNS::Topic': ONLY_ALARMS,
  'AWS::SNS::TopicPolicy': ONLY_ALARMS,
  'AWS::SQS::Queue': { SqsManagedSseEnabled: ENCRYPTION },
  'AWS::SQS::QueuePolicy': IAM_CHECK,
  'AWS::StepFunctions::StateMachine': {
    StateMachineType: only('STANDARD'),
    LoggingConfiguration: none('GetExecutionHistory has everything'),
    TracingConfiguration: NO_TRACES,
  },
};

/** The unresolved properties that matter locally; undefined for a type without local meaning. Refuses unknown types. */
export function localProperties(logicalId: string, type: string, properties: JsonObject): JsonObject | undefined {
  const support = TYPES[type];
  if (support === undefined) throw new UnsupportedError(logicalId, 'Type', `${type} is not supported`);
  if (isNone(support)) return undefined;
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !isNone(support[name])));
}

/**
 * Refuses properties that no model has read, and values that the runtime does not support. Called after all models are read;
 * `at` is the path of an object inside a list that has a model of its own.
 */
export function refuseUnread({ logicalId, type, properties, readPaths }: ReadResource, at = ''): void {
  const support = TYPES[type] as Readonly<Record<string, None | Only | undefined>>;
  const visit = (value: Json, path: string, shownPath: string): void => {
    const known = support[shownPath];
    if (isNone(known)) return;
    if (known !== undefined) {
      refuseOthers(logicalId, shownPath, value, known.values);
      return;
    }
    if ([...readPaths].some((read) => path === read || path.startsWith(`${read}.`))) return;
    const isReadInside = [...readPaths].some((read) => read.startsWith(`${path}.`));
    if (!isReadInside || typeof value !== 'object' || value === null) {
      throw new UnsupportedError(logicalId, shownPath, 'is not supported');
    }
    for (const [name, inner] of Object.entries(value)) visit(inner, `${path}.${name}`, `${shownPath}.${name}`);
  };
  for (const [name, value] of Object.entries(properties)) visit(value, name, at + name);
}

function refuseOthers(logicalId: string, path: string, value: Json, values: readonly Json[]): void {
  if (values.some((allowed) => String(allowed) === String(value))) return;
  const reason = `${JSON.stringify(value)} is not supported, only ${values.join(', ')}`;
  throw new UnsupportedError(logicalId, path, reason);
}

function isNone(support: unknown): support is None {
  return typeof (support as None | undefined)?.none === 'string';
}
