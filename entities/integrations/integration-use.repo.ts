// Which releases use an integration: recorded from ReleaseCreated, read to name them when a deletion is refused. The
// records follow the releases; they take part in no transaction and decide nothing.
import { PutCommand, type PutCommandInput, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../_base/table.ts';
import type { IntegrationRef } from './integration.model.ts';
import { createIntegrationUseEntity, type IntegrationUseItem } from './integration-use.entity.ts';

const SCHEMA_VERSION = 1;

export interface UsingRelease {
  readonly releaseId: string;
  readonly releaseKey: string;
}

export type IntegrationUseRepo = ReturnType<typeof createIntegrationUseRepo>;

export function createIntegrationUseRepo(table: Table) {
  const uses = createIntegrationUseEntity(table.name);
  return {
    /** Records that `release` uses each of `refs`. Doing it again changes nothing. */
    async record(tenantId: string, release: UsingRelease, refs: readonly IntegrationRef[]): Promise<void> {
      const { releaseId, releaseKey } = release;
      const items = refs.map((ref) => ({ tenantId, ...ref, releaseId, releaseKey, schemaVersion: SCHEMA_VERSION }));
      const puts = items.map((item) => uses.put(item).params() as unknown as PutCommandInput);
      await Promise.all(puts.map((put) => table.client.send(new PutCommand(put))));
    },

    /** Every release that uses it, newest first, page by page. */
    async *allReleasesOf(tenantId: string, integrationId: string): AsyncGenerator<UsingRelease> {
      const query = uses.query.byIntegration({ tenantId, integrationId }).params({ order: 'desc' });
      let start: Record<string, unknown> | undefined;
      do {
        const input = { ...(query as unknown as QueryCommandInput), ...(start && { ExclusiveStartKey: start }) };
        const page = await table.client.send(new QueryCommand(input));
        yield* (page.Items ?? []) as IntegrationUseItem[];
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
    },

    /** The latest `limit` releases that use it. */
    async releasesOf(tenantId: string, integrationId: string, limit: number): Promise<readonly UsingRelease[]> {
      const query = uses.query.byIntegration({ tenantId, integrationId }).params({ order: 'desc' });
      const { Items } = await table.client.send(
        new QueryCommand({ ...(query as unknown as QueryCommandInput), Limit: limit }),
      );
      return ((Items ?? []) as IntegrationUseItem[]).map(({ releaseId, releaseKey }) => ({ releaseId, releaseKey }));
    },
  };
}
