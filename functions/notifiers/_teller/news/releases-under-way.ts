// The releases that something which happened to an integration is news for: those that use it and are under way.
import { keyOf, type RawTable } from '../../../../entities/_base/table/raw-table.ts';
import type { IntegrationRef } from '../../../../entities/integrations/integration.model.ts';
import { isOngoing } from '../../../../entities/releases/lifecycle/lifecycle.model.ts';
import type { ReleaseStatus } from '../../../../entities/releases/lifecycle/status.model.ts';
import { integrationUseKeys, releaseKeys } from '../../../../entities/releases/release.keys.ts';

/** A release under way is among the latest of those that use the same service. */
const MOST_READ = 50;

/** These can be taken off a release, and the record of its use stays. */
const FIELDS: Partial<Record<IntegrationRef['kind'], string>> = {
  COMMUNICATION: 'communicationIntegrationId',
  TICKET: 'ticketIntegrationId',
};

/** Their keys, newest first, of the latest 50 that use it. */
export async function releasesUnderWay(
  tenantId: string,
  { kind, integrationId }: IntegrationRef,
  table: Pick<RawTable, 'query' | 'getMany'>,
): Promise<readonly string[]> {
  const { pk } = keyOf(integrationUseKeys, { tenantId, integrationId, releaseId: '' });
  const uses = await table.query({ pk, limit: MOST_READ, isNewestFirst: true });
  const releases = await table.getMany(
    uses.map(({ releaseId }) => keyOf(releaseKeys, { tenantId, releaseId: String(releaseId) })),
  );
  const field = FIELDS[kind];
  const underWay = new Set(
    releases
      .filter(({ status }) => isOngoing(status as ReleaseStatus))
      .filter((release) => field === undefined || release[field] === integrationId)
      .map(({ releaseId }) => releaseId),
  );
  return uses.filter(({ releaseId }) => underWay.has(releaseId)).map(({ releaseKey }) => String(releaseKey));
}
