// Binds webhooks in to the table, the bus and the key of the credentials.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { createRawTable } from '../../entities/_base/raw-table.ts';
import { createDeliveryStore } from '../../entities/hooks/delivery.store.ts';
import { readEnvironment } from '../_kit/env.ts';
import { createSealer } from '../_kit/sealer.ts';
import { createPut } from './bus.ts';
import { manifest } from './manifest.ts';
import { receiveHook } from './ops/receive-hook.ts';
import { signedHandler } from './signed-handler.ts';

const environment = readEnvironment(manifest.lambdas.api.environment);
const table = createRawTable(new DynamoDBClient({}), environment.TABLE_NAME);

export const handler = signedHandler(manifest.routes.receiveHook, receiveHook, {
  table,
  deliveries: createDeliveryStore(table),
  open: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }).open,
  put: createPut(new EventBridgeClient({ maxAttempts: 1 }), environment.EVENT_BUS_NAME),
  now: Date.now,
});
