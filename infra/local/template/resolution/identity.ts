// The results of `Ref` and `Fn::GetAtt` for each resource type: the names and ARNs the local runtime answers to.
// Called by resolve-stack.ts. Sources: "Return values" of each type in the CloudFormation template reference.
import { createHash } from 'node:crypto';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
export const PARTITION = 'aws';
export const URL_SUFFIX = 'amazonaws.com';

// Of a function or a role; other names may be longer but need not be.
const LONGEST_NAME = 64;

export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A resource about to be named. `url` is the gateway's base URL; `property` reads a resolved text property. */
export interface Nameless {
  readonly stack: string;
  readonly logicalId: string;
  readonly url: string;
  property(name: string): string | undefined;
}

type Identify = (resource: Nameless) => Identity;

/** Base URL of the AWS endpoint behind the gateway. */
export function awsEndpoint(url: string): string {
  return `${url}/_local/aws`;
}

/** The identity of a resource of `type`, or undefined when the type is unknown. */
export function identify(type: string, resource: Nameless): Identity | undefined {
  return IDENTITIES[type]?.(resource);
}

const IDENTITIES: Readonly<Record<string, Identify>> = {
  'AWS::DynamoDB::Table': (r) => {
    const name = nameOf(r, 'TableName');
    const table = arn('dynamodb', `table/${name}`);
    return { ref: name, attributes: { Arn: table, StreamArn: `${table}/stream/local` } };
  },
  'AWS::Lambda::Function': (r) => named(nameOf(r, 'FunctionName'), (name) => arn('lambda', `function:${name}`)),
  'AWS::Lambda::EventSourceMapping': (r) => {
    const id = uuidOf(r);
    return { ref: id, attributes: { Id: id, EventSourceMappingArn: arn('lambda', `event-source-mapping:${id}`) } };
  },
  'AWS::ApiGatewayV2::Api': (r) => {
    const id = hashOf(r).slice(0, 10);
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: r.url } };
  },
  'AWS::ApiGatewayV2::Route': (r) => plain(hashOf(r).slice(0, 7), 'RouteId'),
  'AWS::ApiGatewayV2::Integration': (r) => plain(hashOf(r).slice(0, 7), 'IntegrationId'),
  'AWS::ApiGatewayV2::Authorizer': (r) => plain(hashOf(r).slice(0, 6), 'AuthorizerId'),
  'AWS::ApiGatewayV2::Stage': (r) => plain(r.property('StageName') ?? r.logicalId),
  'AWS::Events::EventBus': (r) => {
    const name = nameOf(r, 'Name');
    return { ref: name, attributes: { Name: name, Arn: arn('events', `event-bus/${name}`) } };
  },
  'AWS::Events::Rule': (r) => {
    const name = nameOf(r, 'Name');
    const bus = (r.property('EventBusName') ?? 'default').replace(/^.*event-bus\//, '');
    const ref = bus === 'default' ? name : `${bus}|${name}`;
    return { ref, attributes: { Arn: arn('events', bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`) } };
  },
  'AWS::SQS::Queue': (r) => {
    const name = nameOf(r, 'QueueName');
    const url = `${awsEndpoint(r.url)}/${ACCOUNT}/${name}`;
    return { ref: url, attributes: { QueueUrl: url, QueueName: name, Arn: arn('sqs', name) } };
  },
  'AWS::StepFunctions::StateMachine': (r) => {
    const name = nameOf(r, 'StateMachineName');
    const machine = arn('states', `stateMachine:${name}`);
    return { ref: machine, attributes: { Arn: machine, Name: name } };
  },
  'AWS::KMS::Key': (r) => {
    const id = uuidOf(r);
    return { ref: id, attributes: { KeyId: id, Arn: arn('kms', `key/${id}`) } };
  },
  'AWS::S3::Bucket': (r) => named(nameOf(r, 'BucketName'), (name) => `arn:${PARTITION}:s3:::${name}`),
  'AWS::KMS::Alias': (r) => plain(r.property('AliasName') ?? r.logicalId),
  'AWS::SNS::Topic': (r) => {
    const name = nameOf(r, 'TopicName');
    const topic = arn('sns', name);
    return { ref: topic, attributes: { TopicArn: topic, TopicName: name } };
  },
  'AWS::IAM::Role': (r) => {
    const name = nameOf(r, 'RoleName');
    return {
      ref: name,
      attributes: {
        Arn: `arn:${PARTITION}:iam::${ACCOUNT}:role/${name}`,
        RoleId: `AROA${hashOf(r).slice(0, 16).toUpperCase()}`,
      },
    };
  },
  'AWS::IAM::Policy': (r) => plain(nameOf(r, 'PolicyName')),
  'AWS::Logs::LogGroup': (r) => named(nameOf(r, 'LogGroupName'), (name) => arn('logs', `log-group:${name}:*`)),
  'AWS::CloudWatch::Alarm': (r) => named(nameOf(r, 'AlarmName'), (name) => arn('cloudwatch', `alarm:${name}`)),
};

function arn(service: string, resource: string): string {
  return `arn:${PARTITION}:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

function plain(ref: string, ...attributes: string[]): Identity {
  return { ref, attributes: Object.fromEntries(attributes.map((attribute) => [attribute, ref])) };
}

function named(name: string, toArn: (name: string) => string): Identity {
  return { ref: name, attributes: { Arn: toArn(name) } };
}

function nameOf(resource: Nameless, property: string): string {
  return resource.property(property) ?? unnamed(resource);
}

/** CloudFormation adds a random suffix; here the name is the same at every start, as durable data needs. */
function unnamed(resource: Nameless): string {
  const name = `${resource.stack}-${resource.logicalId}`;
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 9)}-${hashOf(resource).slice(0, 8)}`;
}

function hashOf(resource: Nameless): string {
  return createHash('sha256').update(`${resource.stack}/${resource.logicalId}`).digest('hex');
}

function uuidOf(resource: Nameless): string {
  const hash = hashOf(resource);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
