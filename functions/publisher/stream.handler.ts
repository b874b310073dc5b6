// The function behind the table stream. Its start only connects; bind.ts comes with the first records.
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

// The publisher has its own retries, event by event.
const bus = new EventBridgeClient({ maxAttempts: 1 });
const connections = {
  sendEvents: (Entries: PutEventsRequestEntry[]) => bus.send(new PutEventsCommand({ Entries })),
};
let bound: Promise<(event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>> | undefined;

export async function handler(event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> {
  bound ??= import('./bind.ts').then(({ bind }) => bind(connections));
  return (await bound)(event, context);
}
