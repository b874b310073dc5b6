// The connection to the one table, with and without ElectroDB.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { createRawTable, type RawTable } from '../../entities/_base/table/raw-table.ts';

export function connectTable(config: DynamoDBClientConfig = {}): DynamoDBClient {
  const client = new DynamoDBClient(config);
  // It copies each request and answer for a logger, which we do not set: a seventh of the time of a read.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/** For functions that must start fast. */
export const connectRawTable = (name: string, config?: DynamoDBClientConfig): RawTable =>
  createRawTable(connectTable(config), name);
