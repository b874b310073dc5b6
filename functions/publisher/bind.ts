// Binds the publisher to its environment. Loaded by stream.handler.ts with the first records, and free of the SDK.
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { RawTable } from '../../entities/_base/table/raw-table.ts';
import { readEnvironment } from '../_kit/env.ts';
import { createReadChannels } from './channels.ts';
import { manifest } from './manifest.ts';
import { type PublisherDeps, publishRecords } from './publisher.ts';

interface Connections extends Pick<PublisherDeps, 'sendEvents'> {
  readonly table: (name: string) => RawTable;
}

export function bind({ sendEvents, table }: Connections) {
  const { EVENT_BUS_NAME, TABLE_NAME } = readEnvironment(manifest.lambdas.stream.environment);
  const deps: PublisherDeps = {
    sendEvents,
    readChannels: createReadChannels(table(TABLE_NAME)),
    busName: EVENT_BUS_NAME,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
  };
  return (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
    publishRecords(event, deps, () => context.getRemainingTimeInMillis());
}
