// The local runtime's routes for scripts beside the API: the outputs of the stacks, and the counts of a bill.
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Runtime, startRuntime } from '../../../../infra/local/runtime.ts';
import { type Resources, writeAssembly } from '../../../support/cdk/assembly.ts';
import { temporaryDirectory } from '../../../support/scratch/temporary-directory.ts';

const RESOURCES: Resources = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'things',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'main' } },
};
const Outputs = { TableName: { Value: { Ref: 'Table' } }, BusName: { Value: { Ref: 'Bus' } } };

let runtime: Runtime;
beforeAll(async () => {
  const assembly = writeAssembly({ Stateful: { Resources: RESOURCES, Outputs } });
  runtime = await startRuntime({ assembly, data: temporaryDirectory(), port: 0, verbose: false, log: () => {} });
});
afterAll(() => runtime?.stop());

const told = async (name: string) => (await fetch(`${runtime.url}/_local/${name}`)).json();

describe('/_local/outputs', () => {
  it('tells the outputs of the stacks by name', async () => {
    expect(await told('outputs')).toStrictEqual({ TableName: 'things', BusName: 'main' });
  });
});

describe('/_local/metrics', () => {
  it('counts capacity units and accepted events since the start', async () => {
    expect(await told('metrics')).toStrictEqual({ writeUnits: 0, readUnits: 0, events: 0, invocations: {} });
    const endpoint = `${runtime.url}/_local/aws`;
    const client = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'operator', secretAccessKey: 'x' } };
    const dynamo = new DynamoDBClient(client);
    const Key = { pk: { S: 'one' } };
    // Two kilobytes and a half are three units of writing, and one of a consistent read.
    await dynamo.send(new PutItemCommand({ TableName: 'things', Item: { ...Key, text: { S: 'x'.repeat(2500) } } }));
    await dynamo.send(new GetItemCommand({ TableName: 'things', Key, ConsistentRead: true }));
    const entry = { EventBusName: 'main', Source: 'test', DetailType: 'Written', Detail: '{}' };
    await new EventBridgeClient(client).send(new PutEventsCommand({ Entries: [entry, entry] }));
    expect(await told('metrics')).toStrictEqual({ writeUnits: 3, readUnits: 1, events: 2, invocations: {} });
  });
});
