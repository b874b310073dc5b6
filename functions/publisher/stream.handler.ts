// The function of the table's stream.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { createSetAside } from '../_kit/dead-letters.ts';
import { environmentOf } from '../_kit/env.ts';
import { connectRawTable } from '../_kit/raw-table.ts';
import { createReadChannels } from './channels.ts';
import { manifest } from './manifest.ts';
import { type PublisherDeps, publishRecords } from './publisher.ts';

const { EVENT_BUS_NAME, TABLE_NAME } = environmentOf(manifest, 'stream');
// The publisher retries single events, so the SDK does not.
const bus = new EventBridgeClient({ maxAttempts: 1 });
// Short time-outs: if the table does not answer, events are published with all channels.
const table = connectRawTable(TABLE_NAME, { maxAttempts: 2 });

const deps: PublisherDeps = {
  sendEvents: (Entries) => bus.send(new PutEventsCommand({ Entries })),
  readChannels: createReadChannels(table),
  setAside: createSetAside(),
  busName: EVENT_BUS_NAME,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

export const handler = (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
  publishRecords(event, deps, () => context.getRemainingTimeInMillis());
