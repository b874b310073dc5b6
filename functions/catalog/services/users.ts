// Finds the users of a service, to name them when its deletion is refused.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { ComponentRepo } from '../../../entities/catalog/components/component.repo.ts';
import type { ServiceItem } from '../../../entities/catalog/services/service.entity.ts';
import type { ServiceRepo } from '../../../entities/catalog/services/service.repo.ts';
import type { FreezeWindowRepo } from '../../../entities/environments/freezes/freeze-window.repo.ts';
import type { ReleaseName, ReleaseNamesRepo } from '../../../entities/releases/lists/release-names.repo.ts';
import type { RunbookRepo } from '../../../entities/runbooks/runbook.repo.ts';
import type { TrainRepo } from '../../../entities/trains/train.repo.ts';

/** The most users of a kind that a refusal names. */
const MAX_NAMED = 20;

interface Sources {
  readonly names: Pick<ReleaseNamesRepo, 'ofService'>;
  readonly trains: Pick<TrainRepo, 'ofService'>;
  readonly components: Pick<ComponentRepo, 'ofService'>;
  readonly runbooks: Pick<RunbookRepo, 'ofService'>;
  readonly freezeWindows: Pick<FreezeWindowRepo, 'ofService'>;
}

export interface ServiceUsers {
  readonly releases: readonly ReleaseName[];
  readonly trains: readonly { readonly trainId: string; readonly name: string }[];
  readonly components: readonly { readonly componentId: string; readonly name: string }[];
  readonly runbooks: readonly { readonly runbookId: string; readonly title: string }[];
  readonly freezeWindows: readonly { readonly freezeWindowId: string; readonly name: string }[];
}

export type UsersOf = ReturnType<typeof createUsersOf>;

/** The newest users of a service, at most 20 of a kind. */
export const createUsersOf =
  ({ names, trains, components, runbooks, freezeWindows }: Sources) =>
  async ({ tenantId, serviceId, slug }: ServiceItem): Promise<ServiceUsers> => {
    const [releases, running, parts, texts, windows] = await Promise.all([
      names.ofService(tenantId, slug, MAX_NAMED),
      trains.ofService(tenantId as TenantId, slug),
      components.ofService(tenantId, serviceId, MAX_NAMED),
      runbooks.ofService(tenantId as TenantId, slug, MAX_NAMED),
      freezeWindows.ofService(tenantId as TenantId, slug),
    ]);
    return {
      releases,
      trains: running.slice(0, MAX_NAMED).map(({ trainId, name }) => ({ trainId, name })),
      components: parts.map(({ componentId, name }) => ({ componentId, name })),
      runbooks: texts.map(({ runbookId, title }) => ({ runbookId, title })),
      freezeWindows: windows.slice(0, MAX_NAMED).map(({ freezeWindowId, name }) => ({ freezeWindowId, name })),
    };
  };

/** The number of resources that name a service; of runbooks, at most 20 are counted. */
export async function useCountOf(
  { tenantId, slug }: ServiceItem,
  { services, runbooks }: { services: Pick<ServiceRepo, 'bySlug'>; runbooks: Sources['runbooks'] },
): Promise<number> {
  const [standing, texts] = await Promise.all([
    services.bySlug(tenantId, slug),
    runbooks.ofService(tenantId as TenantId, slug, MAX_NAMED),
  ]);
  return (standing?.useCount ?? 0) + texts.length;
}
