// Fills a table with releases as createRelease stores them, fast: items come from the repositories' own writes and go to the
// table by BatchWriteItem over several connections. Used by list-releases.ts.
import { Agent, request } from 'node:http';
import { marshall } from '@aws-sdk/util-dynamodb';
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { itemOf, type Write } from '../../../entities/_base/table/table.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { Kit, World } from '../../support/release-world.ts';

/** DynamoDB's own limit of one BatchWriteItem. */
const BATCH = 25;
const CONNECTIONS = 8;

/** Release number `index`: every value of a filter has half of them, and all items have the same size. */
function releaseOf(tenantId: TenantId, kit: Kit, index: number, at: number): ReleaseItem {
  const iso = new Date(at).toISOString();
  const half = index % 2;
  return {
    tenantId,
    releaseId: newId<'Release'>(at),
    releaseKey: `bench-${String(index).padStart(6, '0')}`,
    service: `service-${half}`,
    version: `1.${half}.0`,
    releaseType: half === 0 ? 'PLANNED' : 'HOTFIX',
    status: half === 0 ? 'STARTED' : 'PENDING',
    isPaused: false,
    scmIntegrationId: kit.scm,
    primaryTargetId: kit.appStore,
    communicationIntegrationId: kit.chat,
    ticketIntegrationId: kit.tickets,
    baseBranch: 'main',
    branchRelease: `release/1.${half}.0`,
    platforms: ['IOS', 'ANDROID'],
    regressionCycle: 0,
    autoKickoff: false,
    isDelayed: false,
    createdByAccountId: kit.scm,
    createdAt: iso,
    updatedAt: iso,
    revision: 1,
    schemaVersion: 1,
  } as ReleaseItem;
}

/** A connection to the table's server, which takes one request at a time. */
function sender(endpoint: URL, table: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.BatchWriteItem',
    'x-amz-date': '20250101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=bench/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=bench',
  };
  const send = async (writes: readonly Write[]): Promise<void> => {
    const items = await Promise.all(writes.map(itemOf));
    const puts = items.map(({ Put }) => ({ PutRequest: { Item: marshall(Put?.Item) } }));
    return new Promise((resolve, reject) => {
      const call = request(endpoint, { method: 'POST', agent, headers }, (reply) => {
        let text = '';
        reply.on('data', (chunk) => {
          text += chunk;
        });
        reply.on('end', () => {
          const isWhole = reply.statusCode === 200 && /"UnprocessedItems":\{\}/.test(text);
          if (isWhole) resolve();
          else reject(new Error(`BatchWriteItem: ${reply.statusCode} ${text.slice(0, 200)}`));
        });
      });
      call.on('error', reject);
      call.end(JSON.stringify({ RequestItems: { [table]: puts } }));
    });
  };
  return { send, close: () => agent.destroy() };
}

export interface Filling {
  readonly tenantId: TenantId;
  readonly kit: Kit;
  /** Numbers of the releases to make; ids grow with them. */
  readonly from: number;
  readonly to: number;
}

/** Stores releases `from` up to `to`, each with its listing and without targets and pipelines. */
export async function storeReleases(world: World, endpoint: URL, { tenantId, kit, from, to }: Filling): Promise<void> {
  const { send, close } = sender(endpoint, world.table.name);
  let next = from;
  const begin = world.now();
  const nextBatch = (): Write[] => {
    const writes: Write[] = [];
    while (next < to && writes.length + 2 <= BATCH) {
      writes.push(...world.releases.create(releaseOf(tenantId, kit, next, begin + next)));
      next += 1;
    }
    return writes;
  };
  const worker = async () => {
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) await send(batch);
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  } finally {
    close();
  }
}
