// Which releases use an integration: to name them when its deletion is refused, to take it off them when it is deleted. The
// records follow the releases; they take part in no transaction and decide nothing.
import {
  DeleteCommand,
  type DeleteCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../_base/table/table.ts';
import type { IntegrationRef } from '../../integrations/integration.model.ts';
import { createIntegrationUseEntity, type IntegrationUseItem } from './integration-use.entity.ts';

const SCHEMA_VERSION = 1;

export interface UsingRelease {
  readonly releaseId: string;
  readonly releaseKey: string;
}

export type IntegrationUseRepo = ReturnType<typeof createIntegrationUseRepo>;

export function createIntegrationUseRepo(table: Table) {
  const uses = createIntegrationUseEntity(table.name);
  const newestFirst = (tenantId: string, integrationId: string): QueryCommandInput => ({
    ...(uses.query
      .byIntegration({ tenantId, integrationId })
      .params({ order: 'desc' }) as unknown as QueryCommandInput),
    // A caller that reads after its own write must see all uses recorded before it.
    ConsistentRead: true,
  });
  return {
    /** Records that `release` uses each of `refs`. Doing it again changes nothing. */
    async record(tenantId: string, release: UsingRelease, refs: readonly IntegrationRef[]): Promise<void> {
      const { releaseId, releaseKey } = release;
      const items = refs.map(({ kind, integrationId }) => ({ tenantId, kind, integrationId, releaseId, releaseKey }));
      const puts = items.map((item) => uses.put({ ...item, schemaVersion: SCHEMA_VERSION }).params());
      await Promise.all(puts.map((put) => table.client.send(new PutCommand(put as unknown as PutCommandInput))));
    },

    /** Forgets that the release uses any of them. */
    async forget(tenantId: string, releaseId: string, integrationIds: Iterable<string>): Promise<void> {
      const keys = [...integrationIds].map((integrationId) => ({ tenantId, integrationId, releaseId }));
      const deletions = keys.map((key) => uses.delete(key).params() as unknown as DeleteCommandInput);
      await Promise.all(deletions.map((deletion) => table.client.send(new DeleteCommand(deletion))));
    },

    /** Every release that uses it, newest first, page by page. */
    async *allReleasesOf(tenantId: string, integrationId: string): AsyncGenerator<UsingRelease> {
      let start: Record<string, unknown> | undefined;
      do {
        const input = { ...newestFirst(tenantId, integrationId), ...(start && { ExclusiveStartKey: start }) };
        const page = await table.client.send(new QueryCommand(input));
        yield* (page.Items ?? []) as IntegrationUseItem[];
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
    },

    /** The latest `limit` releases that use it. */
    async releasesOf(tenantId: string, integrationId: string, limit: number): Promise<readonly UsingRelease[]> {
      const input = { ...newestFirst(tenantId, integrationId), Limit: limit };
      const { Items } = await table.client.send(new QueryCommand(input));
      return ((Items ?? []) as IntegrationUseItem[]).map(({ releaseId, releaseKey }) => ({ releaseId, releaseKey }));
    },
  };
}
