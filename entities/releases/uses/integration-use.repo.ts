// The releases that use an integration: named when its deletion is refused, and changed when it is deleted. The records are written
// after the releases, outside of transactions; they decide nothing.
import { itemsOf } from '../../_base/table/items.ts';
import type { Table } from '../../_base/table/table.ts';
import type { IntegrationRef } from '../../integrations/integration.model.ts';
import { integrationUseDefinition } from './integration-use.entity.ts';

export interface UsingRelease {
  readonly releaseId: string;
  readonly releaseKey: string;
}

export type IntegrationUseRepo = ReturnType<typeof createIntegrationUseRepo>;

export function createIntegrationUseRepo(table: Table) {
  const uses = itemsOf(table, integrationUseDefinition);
  const newestFirst = { newestFirst: true };
  return {
    /** Records that `release` uses each of `refs`. Doing it again changes nothing. */
    async record(tenantId: string, release: UsingRelease, refs: readonly IntegrationRef[]): Promise<void> {
      const { releaseId, releaseKey } = release;
      const items = refs.map(({ kind, integrationId }) => ({ tenantId, kind, integrationId, releaseId, releaseKey }));
      await Promise.all(items.map((item) => uses.send(uses.put(item))));
    },

    /** Removes the records of these uses by the release. */
    async forget(tenantId: string, releaseId: string, integrationIds: Iterable<string>): Promise<void> {
      const keys = [...integrationIds].map((integrationId) => ({ tenantId, integrationId, releaseId }));
      await Promise.all(keys.map((key) => uses.send(uses.forget(key))));
    },

    /** Every release that uses it, newest first, page by page. */
    allReleasesOf: (tenantId: string, integrationId: string): AsyncGenerator<UsingRelease> =>
      uses.walk({ tenantId, integrationId }, newestFirst),

    /** The latest `limit` releases that use it. */
    releasesOf: (tenantId: string, integrationId: string, limit: number): Promise<readonly UsingRelease[]> =>
      uses.all({ tenantId, integrationId }, newestFirst, limit),
  };
}
