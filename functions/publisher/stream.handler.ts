// Binds the publisher to the table stream.
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { readEnvironment } from '../_kit/env.ts';
import { manifest } from './manifest.ts';
import { publishRecords } from './publisher.ts';

const environment = readEnvironment(manifest.lambdas.stream.environment);
const deps = {
  // The publisher retries by itself, event by event.
  bus: new EventBridgeClient({ maxAttempts: 1 }),
  busName: environment.EVENT_BUS_NAME,
  pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

export const handler = (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> =>
  publishRecords(event, deps, () => context.getRemainingTimeInMillis());
