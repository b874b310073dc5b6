// Finds the users of a service, to name them when its deletion is refused.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { ServiceItem } from '../../../entities/catalog/services/service.entity.ts';
import type { ReleaseName, ReleaseNamesRepo } from '../../../entities/releases/lists/release-names.repo.ts';
import type { TrainRepo } from '../../../entities/trains/train.repo.ts';

/** The most users of a kind that a refusal names. */
const MAX_NAMED = 20;

interface Sources {
  readonly names: Pick<ReleaseNamesRepo, 'ofService'>;
  readonly trains: Pick<TrainRepo, 'ofService'>;
}

export interface ServiceUsers {
  readonly releases: readonly ReleaseName[];
  readonly trains: readonly { readonly trainId: string; readonly name: string }[];
}

export type UsersOf = ReturnType<typeof createUsersOf>;

/** The newest users of a service, at most 20 of a kind. */
export const createUsersOf =
  ({ names, trains }: Sources) =>
  async ({ tenantId, slug }: ServiceItem): Promise<ServiceUsers> => {
    const [releases, running] = await Promise.all([
      names.ofService(tenantId, slug, MAX_NAMED),
      trains.ofService(tenantId as TenantId, slug),
    ]);
    return {
      releases,
      trains: running.slice(0, MAX_NAMED).map(({ trainId, name }) => ({ trainId, name })),
    };
  };
