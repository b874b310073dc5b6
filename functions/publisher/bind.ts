// Binds the publisher to its environment. Loaded by stream.handler.ts with the first records, and free of the SDK.
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { readEnvironment } from '../_kit/env.ts';
import { manifest } from './manifest.ts';
import { type PublisherDeps, publishRecords } from './publisher.ts';

export function bind(connections: Pick<PublisherDeps, 'sendEvents'>) {
  const deps: PublisherDeps = {
    ...connections,
    busName: readEnvironment(manifest.lambdas.stream.environment).EVENT_BUS_NAME,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
  };
  return (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
    publishRecords(event, deps, () => context.getRemainingTimeInMillis());
}
