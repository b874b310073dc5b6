// DynamoDB behind the runtime: tables as the template says, kept over restarts, and no process left behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../../infra/local/contracts.ts';
import { DataDirectoryInUseError, openDatabase } from '../../../../../infra/local/storage/database.ts';
import { type DynamoServer, startDynamo } from '../../../../../infra/local/storage/dynoxide.ts';
import { ensureTables } from '../../../../../infra/local/storage/tables.ts';
import type { TableModel } from '../../../../../infra/local/template/model.ts';
import { temporaryDirectory } from '../../../../support/scratch/temporary-directory.ts';

const servers: DynamoServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function start(directory = temporaryDirectory()) {
  const server = await startDynamo(directory, () => {});
  servers.push(server);
  return { server, directory };
}

const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
const table = (definition: JsonObject = {}): TableModel => ({
  logicalId: 'Table',
  name: 'things',
  arn: 'arn',
  partitionKey: 'pk',
  ttlAttribute: 'expires',
  definition: {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [attribute('pk'), attribute('other')],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byOther',
        KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    ...definition,
  },
});

describe('a table', () => {
  test('is made with its index, stream and time to live, and kept', async () => {
    const { server, directory } = await start();
    const streams = await ensureTables(server, [table()]);
    expect(streams.get('things')).toMatch(/stream/);
    await server.call('PutItem', { TableName: 'things', Item: { pk: { S: 'a' } } });
    await server.stop();
    servers.length = 0;
    const again = await start(directory);
    expect(await ensureTables(again.server, [table()])).toEqual(streams);
    const { Item } = await again.server.call('GetItem', { TableName: 'things', Key: { pk: { S: 'a' } } });
    expect(Item).toEqual({ pk: { S: 'a' } });
    const { TimeToLiveDescription } = await again.server.call('DescribeTimeToLive', { TableName: 'things' });
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'expires', TimeToLiveStatus: 'ENABLED' });
  });

  const drifted: [string, JsonObject][] = [
    ['KeySchema', { KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }] }],
    ['GlobalSecondaryIndexes', { GlobalSecondaryIndexes: [] }],
    ['StreamSpecification', { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } }],
  ];
  test.each(drifted)('with another %s is refused', async (property, definition) => {
    const { server } = await start();
    await ensureTables(server, [table()]);
    await expect(ensureTables(server, [table(definition)])).rejects.toThrow(
      `Table: ${property}: table things in the data directory has another one`,
    );
  });

  test("answers errors by AWS's names", async () => {
    const { server } = await start();
    await expect(server.call('DescribeTable', { TableName: 'none' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });
});

describe('the process', () => {
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  test('ends with the runtime, even by SIGKILL', async () => {
    const directory = temporaryDirectory();
    const module = join(import.meta.dirname, '../../../../../infra/local/storage/dynoxide.ts');
    const script = `const { startDynamo } = await import(${JSON.stringify(module)});
      await startDynamo(${JSON.stringify(directory)}, () => {}); console.log('up'); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface({ input: parent.stdout }), 'line');
    const pid = Number(readFileSync(join(directory, 'dynoxide.pid'), 'utf8'));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

describe('openDatabase', () => {
  test('lets one process in at a time', () => {
    const directory = temporaryDirectory();
    const db = openDatabase(directory);
    expect(() => openDatabase(directory)).toThrow(DataDirectoryInUseError);
    db.close();
    openDatabase(directory).close();
  });
});
