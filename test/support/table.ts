// A real table engine for tests: one dynoxide process per test file, in memory, with the table and indexes of the design.
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../entities/_base/table/table.ts';
import { INDEXES, ITEM_INDEXES } from '../../entities/names.ts';
import { directClient } from './engine/direct-client.ts';
import { watchTenants } from './tenants/tenant-keys.ts';

export interface TestTable {
  readonly table: Table;
  readonly endpoint: string;
  /** Everything in the table, or the items with these values, for assertions on what was (not) written. */
  items(values?: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const binary = (): string =>
  `${createRequire(import.meta.url)
    .resolve('@dynoxide/linux-x64/package.json')
    .replace(/package\.json$/, '')}dynoxide`;

async function createWhenUp(client: DynamoDBClient, name: string): Promise<void> {
  const key = (attribute: string, type: 'HASH' | 'RANGE') => ({ AttributeName: attribute, KeyType: type });
  const names = ['pk', 'sk', ...INDEXES.flatMap((index) => [`${index}pk`, `${index}sk`])];
  const command = new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: names.map((attribute) => ({ AttributeName: attribute, AttributeType: 'S' as const })),
    KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
    GlobalSecondaryIndexes: INDEXES.map((index) => ({
      IndexName: index,
      KeySchema: [key(`${index}pk`, 'HASH'), key(`${index}sk`, 'RANGE')],
      Projection: { ProjectionType: ITEM_INDEXES.some((whole) => whole === index) ? 'ALL' : 'KEYS_ONLY' },
    })),
  });
  for (let attempt = 0; ; attempt++) {
    try {
      await client.send(command);
      return;
    } catch (error) {
      if (attempt > 100 || (error as { name: string }).name === 'ResourceInUseException') throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function filterOf(values: Readonly<Record<string, unknown>>) {
  const fields = Object.entries(values);
  if (fields.length === 0) return {};
  return {
    FilterExpression: fields.map((_, at) => `#n${at} = :v${at}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(fields.map(([name], at) => [`#n${at}`, name])),
    ExpressionAttributeValues: Object.fromEntries(fields.map(([, value], at) => [`:v${at}`, value])),
  };
}

export async function startTable(): Promise<TestTable> {
  const port = await freePort();
  const child: ChildProcess = spawn(binary(), ['serve', '--port', String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  const client = directClient(endpoint);
  const documents = DynamoDBDocumentClient.from(client);
  const name = 'windlass';
  await createWhenUp(client, name);
  watchTenants(client);
  return {
    table: { client, name },
    endpoint,
    items: async (values = {}) => {
      const found: Record<string, unknown>[] = [];
      const scan = { TableName: name, ...filterOf(values) };
      for await (const { Items } of paginateScan({ client: documents }, scan)) found.push(...(Items ?? []));
      return found;
    },
    stop: async () => {
      client.destroy();
      child.kill('SIGKILL');
    },
  };
}

/** A table whose indexes do not know any item yet, as they may for some milliseconds after a write. */
export const withLaggingIndexes = ({ client, name }: Table): Table => ({
  name,
  client: {
    ...{ config: client.config },
    send: (command: { input: { IndexName?: string } }) =>
      command.input.IndexName === undefined ? client.send(command as never) : Promise.resolve({ Items: [] }),
  } as never,
});
