// The connections of a notifier, made when its function starts.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createRawTable } from '../../../entities/_base/table/raw-table.dynamo.ts';
import type { Connections } from './teller.ts';

export function connect(): Connections {
  const dynamo = new DynamoDBClient({});
  return {
    table: (name) => createRawTable(dynamo, name),
    defer: async (record, seconds) => (await import('./defer.ts')).defer(record, seconds),
  };
}
