// The function of webhooks in. Its start only connects; bind.ts comes with the first request.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createRawTable } from '../../entities/_base/table/raw-table.dynamo.ts';
import type { Connections } from './bind.ts';

const dynamo = new DynamoDBClient({});
// The put of bus.ts has its own retries.
const bus = new EventBridgeClient({ maxAttempts: 1 });
const connections: Connections = {
  table: (name) => createRawTable(dynamo, name),
  sendEvents: (Entries) => bus.send(new PutEventsCommand({ Entries })),
};
let bound: Promise<(event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>> | undefined;

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  bound ??= import('./bind.ts').then(({ bind }) => bind(connections));
  return (await bound)(event);
}
