// Finds the releases that use an integration, to name them when its deletion is refused.
import type { IntegrationItem } from '../../../entities/integrations/integration.repo.ts';
import type { ReleaseNamesRepo } from '../../../entities/releases/lists/release-names.repo.ts';
import type { IntegrationUseRepo, UsingRelease } from '../../../entities/releases/uses/integration-use.repo.ts';

/** The most releases that a refusal names. */
const MAX_NAMED = 20;

interface Sources {
  readonly uses: Pick<IntegrationUseRepo, 'releasesOf'>;
  readonly names: ReleaseNamesRepo;
}

/**
 * Answers the latest releases that use `item`, at most 20. Use records are written later than `useCount`, so the item's
 * `newUses` lists the uses without a record.
 */
export const createUsersOf =
  ({ uses, names }: Sources) =>
  async ({ tenantId, integrationId, newUses }: IntegrationItem): Promise<readonly UsingRelease[]> => {
    const recorded = await uses.releasesOf(tenantId, integrationId, MAX_NAMED);
    const ids = new Set([...(newUses ?? []), ...recorded.map(({ releaseId }) => releaseId)]);
    const found = await names.find(tenantId, [...ids]);
    return found.sort((one, other) => other.releaseId.localeCompare(one.releaseId)).slice(0, MAX_NAMED);
  };
