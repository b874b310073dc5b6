// The function behind the table stream.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { createRawTable } from '../../entities/_base/table/raw-table.ts';
import { DEAD_LETTERS_URL } from '../../entities/names.ts';
import { environmentOf, readEnvironment } from '../_kit/env.ts';
import { createReadChannels } from './channels.ts';
import { manifest } from './manifest.ts';
import { type PublisherDeps, publishRecords } from './publisher.ts';

const { EVENT_BUS_NAME, TABLE_NAME } = environmentOf(manifest, 'stream');
const { [DEAD_LETTERS_URL]: QueueUrl } = readEnvironment(z.object({ [DEAD_LETTERS_URL]: z.url() }));
// The publisher has its own retries, event by event.
const bus = new EventBridgeClient({ maxAttempts: 1 });
// A table that does not answer holds no event back: its channels are unknown then.
const table = createRawTable(new DynamoDBClient({ maxAttempts: 2 }), TABLE_NAME);

const deps: PublisherDeps = {
  sendEvents: (Entries) => bus.send(new PutEventsCommand({ Entries })),
  readChannels: createReadChannels(table),
  // The client is loaded when it is needed, which is hardly ever.
  setAside: async (poison) => {
    const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
    await new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(poison) }));
  },
  busName: EVENT_BUS_NAME,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

export const handler = (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
  publishRecords(event, deps, () => context.getRemainingTimeInMillis());
