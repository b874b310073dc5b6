// The local runtime over one small template with every kind of resource, through the real SDK clients and real processes.
import { createRequire } from 'node:module';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SIGNED } from '../../../../infra/local/demo/figures.ts';
import { type Runtime, startRuntime } from '../../../../infra/local/runtime.ts';
import { functionResource, type Resources, writeAssembly } from '../../../support/cdk/assembly.ts';
import { temporaryDirectory } from '../../../support/scratch/temporary-directory.ts';

const ROOT = createRequire(import.meta.url).resolve('../../../../package.json');

/** A bundle that may use the SDK, as esbuild's would have it inside. */
const bundle = (body: string) => `
import { createRequire } from 'node:module';
const { DynamoDBClient, PutItemCommand, DeleteItemCommand } = createRequire(${JSON.stringify(ROOT)})('@aws-sdk/client-dynamodb');
const { EventBridgeClient, PutEventsCommand } = createRequire(${JSON.stringify(ROOT)})('@aws-sdk/client-eventbridge');
const { SFNClient, StartExecutionCommand } = createRequire(${JSON.stringify(ROOT)})('@aws-sdk/client-sfn');
const dynamo = new DynamoDBClient({});
const states = new SFNClient({});
const events = new EventBridgeClient({});
const put = (Item) => dynamo.send(new PutItemCommand({ TableName: process.env.TABLE, Item }));
export const handler = async (event) => { ${body} };`;

const BUNDLES = {
  // POST /things/{id}: one write; the stream does the rest.
  api: bundle(`await put({ pk: { S: event.pathParameters.id } });
    const denied = await dynamo.send(new DeleteItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: 'x' } } })).catch((e) => e.name);
    return { statusCode: 201, body: denied };`),
  publisher: bundle(`for (const { dynamodb } of event.Records) await events.send(new PutEventsCommand({ Entries: [
    { EventBusName: process.env.BUS, Source: 'test', DetailType: 'ThingWritten', Detail: JSON.stringify({ id: dynamodb.Keys.pk.S }) }] }));`),
  // An event of the queue starts the machine.
  starter: bundle(`for (const { body } of event.Records) await states.send(new StartExecutionCommand({
    stateMachineArn: process.env.MACHINE, input: JSON.stringify(JSON.parse(body).detail) }));`),
  step: bundle('return { seen: event.id };'),
};

const role = (name: string, Action: string, Resource: object) => {
  const PolicyDocument = { Statement: [{ Effect: 'Allow', Action, Resource }] };
  return { Type: 'AWS::IAM::Role', Properties: { RoleName: name, Policies: [{ PolicyName: 'p', PolicyDocument }] } };
};
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const Environment = { Variables: { TABLE: { Ref: 'Table' }, BUS: { Ref: 'Bus' }, MACHINE: { Ref: 'Machine' } } };

const RESOURCES: Resources = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'things',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
  },
  Key: { Type: 'AWS::KMS::Key', Properties: {} },
  Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/seal', TargetKeyId: arn('Key') } },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'main' } },
  Copies: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'copies' } },
  Work: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work' } },
  WorkMapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: { 'Fn::GetAtt': ['Work', 'Arn'] }, FunctionName: { Ref: 'Starter' } },
  },
  ApiRole: role('api', 'dynamodb:PutItem', arn('Table')),
  PublisherRole: role('publisher', 'events:PutEvents', arn('Bus')),
  Api: functionResource('api', { Role: arn('ApiRole'), Environment }),
  Publisher: functionResource('publisher', { Role: arn('PublisherRole'), Environment }),
  StarterRole: role('starter', 'states:StartExecution', { Ref: 'Machine' }),
  Starter: functionResource('starter', { Role: arn('StarterRole'), Environment }),
  Step: functionResource('step'),
  Stream: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: { Ref: 'Publisher' },
      StartingPosition: 'TRIM_HORIZON',
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['test'] },
      Targets: [
        { Id: 'work', Arn: arn('Work') },
        { Id: 'copies', Arn: arn('Copies') },
      ],
    },
  },
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: 'flow',
      RoleArn: arn('ApiRole'),
      DefinitionString:
        '{"QueryLanguage":"JSONata","StartAt":"Look","States":{"Look":{"Type":"Task","End":true,"Resource":"${Step}"}}}',
      DefinitionSubstitutions: { Step: arn('Step') },
    },
  },
  Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Http' }, StageName: '$default' } },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Http' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arn('Api'),
      PayloadFormatVersion: '2.0',
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Http' },
      RouteKey: 'POST /things/{id}',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
    },
  },
};

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:flow';
const assembly = writeAssembly(
  { App: { Resources: RESOURCES, Outputs: { Name: { Value: { Ref: 'Step' } } } } },
  BUNDLES,
);
const data = temporaryDirectory();
const start = () => startRuntime({ assembly, data, port: 0, verbose: false, log: () => {} });
let runtime: Runtime;

beforeAll(async () => {
  runtime = await start();
});
afterAll(() => runtime.stop());

const client = () => ({
  endpoint: `${runtime.url}/_local/aws`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'operator', secretAccessKey: 'x' },
});

describe('a request', () => {
  test('goes from HTTP through table, stream, bus, queue and state machine, and denies what is not granted', async () => {
    const reply = await fetch(`${runtime.url}/things/42`, { method: 'POST' });
    expect([reply.status, await reply.text()]).toEqual([201, 'AccessDeniedException']);
    const sfn = new SFNClient(client());
    const newest = async () =>
      (await sfn.send(new ListExecutionsCommand({ stateMachineArn: MACHINE }))).executions?.[0];
    await expect.poll(async () => (await newest())?.status).toBe('SUCCEEDED');
    const executionArn = (await newest())?.executionArn;
    const { output } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(JSON.parse(output ?? '')).toEqual({ seen: '42' });
  });
});

describe('the AWS endpoint', () => {
  test('speaks to the SDK for DynamoDB', async () => {
    const { Item } = await new DynamoDBClient(client()).send(
      new GetItemCommand({ TableName: 'things', Key: { pk: { S: 'missing' } } }),
    );
    expect(Item).toBeUndefined();
  });

  test('speaks to the SDK for KMS', async () => {
    const { KeyId } = await new KMSClient(client()).send(
      new EncryptCommand({ KeyId: 'alias/seal', Plaintext: Buffer.from('x') }),
    );
    expect(KeyId).toMatch(/^arn:aws:kms:.*:key\//);
  });

  test('hands mail to the stand-in of SES, whose faults and inbox it meets, and refuses it to whom it is not granted', async () => {
    const sendAs = (accessKeyId: string) =>
      new SESv2Client({ ...client(), credentials: { accessKeyId, secretAccessKey: 'x' }, maxAttempts: 1 })
        .send(
          new SendEmailCommand({
            FromEmailAddress: 'releases@acme.example',
            Destination: { ToAddresses: ['team@acme.example'] },
            Content: { Simple: { Subject: { Data: 'Released' }, Body: { Text: { Data: 'It is out.' } } } },
          }),
        )
        .then(
          ({ MessageId }) => typeof MessageId,
          (error: Error & { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode,
        );
    const fault = (body: object) =>
      fetch(`${runtime.url}/_local/faults/ses`, { method: 'PUT', body: JSON.stringify(body) });
    expect(await sendAs('operator')).toBe('string');
    expect(await sendAs('api')).toBe(403);
    await fault({ rate: 1, status: 429 });
    expect(await sendAs('operator')).toBe(429);
    await fault({ rate: 0 });
    const { items } = (await (await fetch(`${runtime.url}/_local/inbox?service=ses`)).json()) as { items: object[] };
    expect(items).toMatchObject([
      {
        method: 'POST',
        path: '/v2/email/outbound-emails',
        status: 200,
        body: { FromEmailAddress: 'releases@acme.example' },
      },
      { status: 429 },
    ]);
  });

  test('gives errors their names', async () => {
    const missing = new KMSClient(client()).send(
      new EncryptCommand({ KeyId: 'alias/none', Plaintext: Buffer.from('x') }),
    );
    await expect(missing).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('speaks to the SDKs for EventBridge and SQS', async () => {
    const entry = { EventBusName: 'main', Source: 'test', DetailType: 'ThingWritten', Detail: '{"id":"direct"}' };
    const { FailedEntryCount } = await new EventBridgeClient(client()).send(new PutEventsCommand({ Entries: [entry] }));
    expect(FailedEntryCount).toBe(0);
    const QueueUrl = `${runtime.url}/_local/aws/000000000000/copies`;
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    // The event is on the queue when PutEvents answers.
    const { Messages = [] } = await new SQSClient(client()).send(receive);
    expect(Messages.map(({ Body }) => Body)).toContainEqual(expect.stringContaining('"direct"'));
  });

  test('invokes functions as Lambda does', async () => {
    const invoke = (name: string) =>
      fetch(`${runtime.url}/_local/aws/2015-03-31/functions/${name}/invocations`, {
        ...{ method: 'POST', headers: SIGNED, body: '{"id":1}' },
      });
    expect(await (await invoke(runtime.outputs.Name ?? '')).json()).toEqual({ seen: 1 });
    expect((await invoke('nobody')).status).toBe(404);
    const failed = await invoke('api');
    expect(failed.headers.get('x-amz-function-error')).toBe('Unhandled');
  });

  test('answers an unknown operation with its name', async () => {
    const headers = { ...SIGNED, 'x-amz-target': 'TrentService.Nothing' };
    const reply = await fetch(`${runtime.url}/_local/aws`, { method: 'POST', headers, body: '{}' });
    expect([reply.status, await reply.json()]).toMatchObject([400, { __type: 'UnknownOperationException' }]);
  });
});

describe('the gateway', () => {
  const paths: [string, number][] = [
    ['/_local/health', 200],
    ['/_local/inbox', 200],
    ['/_local/faults', 200],
    ['/_local/nobody/x', 404],
    ['/nowhere', 404],
  ];
  test.each(paths)('answers %s with %i', async (path, status) => {
    expect((await fetch(runtime.url + path)).status).toBe(status);
  });

  test('makes the bus refuse entries when told to, and until it is told otherwise', async () => {
    const entry = { EventBusName: 'main', Source: 'nobody', DetailType: 'Nothing', Detail: '{}' };
    const put = async () => {
      const { Entries } = await new EventBridgeClient(client()).send(new PutEventsCommand({ Entries: [entry] }));
      return Entries?.[0]?.ErrorCode;
    };
    const tell = (body: string) => fetch(`${runtime.url}/_local/faults/events`, { method: 'PUT', body });
    const told = async () => (await fetch(`${runtime.url}/_local/faults`)).json();
    expect((await tell('{"rate":1}')).status).toBe(200);
    expect([await put(), await told()]).toEqual(['InternalException', { events: { rate: 1 } }]);
    await tell('{"rate":0}');
    expect([await put(), await told()]).toEqual([undefined, {}]);
    expect((await tell('{"rate":2}')).status).toBe(400);
  });

  test('refuses a body over ten megabytes, once it has come: a client that still sends does not listen', async () => {
    for (const size of [10_485_761, 20_000_000]) {
      const reply = await fetch(`${runtime.url}/things/1`, { method: 'POST', body: 'x'.repeat(size) });
      expect([reply.status, await reply.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    }
  });
});

describe('starting', () => {
  test('on a data directory in use is refused', async () => {
    await expect(start()).rejects.toThrow(`${data} is in use by another running process`);
  });

  test('on a port in use is refused', async () => {
    const port = Number(new URL(runtime.url).port);
    const again = startRuntime({ assembly, data: temporaryDirectory(), port, verbose: false, log: () => {} });
    await expect(again).rejects.toThrow(`port ${port} is in use`);
  });

  test('again on the same data keeps what was there', async () => {
    const before = await new SFNClient(client()).send(new ListExecutionsCommand({ stateMachineArn: MACHINE }));
    await runtime.stop();
    runtime = await start();
    const after = await new SFNClient(client()).send(new ListExecutionsCommand({ stateMachineArn: MACHINE }));
    expect(after.executions).toEqual(before.executions);
    expect(after.executions?.length).toBeGreaterThan(0);
  });
});
