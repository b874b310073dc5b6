// The function behind the table stream. Its start only connects; bind.ts comes with the first records.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { createRawTable } from '../../entities/_base/table/raw-table.dynamo.ts';

// The publisher has its own retries, event by event.
const bus = new EventBridgeClient({ maxAttempts: 1 });
// A table that does not answer holds no event back: its channels are unknown then.
const dynamo = new DynamoDBClient({ maxAttempts: 2 });
const connections = {
  sendEvents: (Entries: PutEventsRequestEntry[]) => bus.send(new PutEventsCommand({ Entries })),
  table: (name: string) => createRawTable(dynamo, name),
};
let bound: Promise<(event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>> | undefined;

export async function handler(event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> {
  bound ??= import('./bind.ts').then(({ bind }) => bind(connections));
  return (await bound)(event, context);
}
