// Creates the template's DynamoDB tables at first start and holds a restart to what exists. Called by runtime.ts.
// Data always outlives a restart: a table that no longer fits is refused, never replaced.
import { AwsError, type JsonObject, UnsupportedError } from '../contracts.ts';
import type { TableModel } from '../template/model.ts';
import type { DynamoServer } from './dynoxide.ts';

/** Makes every table exist as the template says; resolves to each table's stream ARN on the server, by table name. */
export async function ensureTables(dynamo: DynamoServer, tables: readonly TableModel[]): Promise<Map<string, string>> {
  const streams = new Map<string, string>();
  for (const table of tables) {
    const existing = await describe(dynamo, table.name);
    if (existing) refuseDrift(table, existing);
    else await create(dynamo, table);
    const streamArn = (await describe(dynamo, table.name))?.LatestStreamArn;
    if (typeof streamArn === 'string') streams.set(table.name, streamArn);
  }
  return streams;
}

async function create(dynamo: DynamoServer, table: TableModel): Promise<void> {
  await dynamo.call('CreateTable', { TableName: table.name, ...table.definition });
  if (table.ttlAttribute === undefined) return;
  await dynamo.call('UpdateTimeToLive', {
    TableName: table.name,
    TimeToLiveSpecification: { AttributeName: table.ttlAttribute, Enabled: true },
  });
}

async function describe(dynamo: DynamoServer, name: string): Promise<JsonObject | undefined> {
  try {
    return (await dynamo.call('DescribeTable', { TableName: name })).Table as JsonObject;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function refuseDrift(table: TableModel, existing: JsonObject): void {
  for (const property of ['KeySchema', 'GlobalSecondaryIndexes', 'StreamSpecification'] as const) {
    if (shape(table.definition[property]) === shape(existing[property])) continue;
    throw new UnsupportedError(
      table.logicalId,
      property,
      `table ${table.name} in the data directory has another one; use a new --data directory`,
    );
  }
}

/** The keys, indexes and streams to compare, in one order, without the counts, states and ARNs that servers add. */
function shape(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shape).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const kept = ['AttributeName', 'KeyType', 'IndexName', 'KeySchema', 'ProjectionType', 'Projection', 'StreamViewType'];
  const entries = Object.entries(value).filter(([key]) => kept.includes(key));
  return `{${entries
    .map(([key, item]) => `${key}:${shape(item)}`)
    .sort()
    .join()}}`;
}
