// The connection to the one table without ElectroDB, for functions that must start fast.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createRawTable, type RawTable } from '../../entities/_base/table/raw-table.ts';

export const connectRawTable = (name: string): RawTable => createRawTable(new DynamoDBClient({}), name);
