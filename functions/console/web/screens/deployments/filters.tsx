// The filters of the list of deployments, as the API has them. They stand in the address, so that a list can be shared: environments and
// releases by their names, times by days.
import { DEPLOYMENT_STATUSES, ORIGINS } from '../../../../../entities/deployments/words.model.ts';
import { useRead } from '../../app/data.ts';
import { wordsOf } from '../../parts/status.tsx';
import { Filter, useServices } from '../catalog/choice.tsx';
import type { Filters } from '../catalog/filters.ts';
import { TextFilter } from '../catalog/text-filter.tsx';
import { EnvironmentFilter, useEnvironmentFilter } from '../environments/environment-filter.tsx';

const NAMES = ['service', 'environment', 'release', 'status', 'origin', 'from', 'to'] as const;

/** Midnight of a day such as `2026-12-20`, in the zone of this browser, or some days later; undefined for no day. */
function midnight(day: string | undefined, daysLater = 0): string | undefined {
  const at = new Date(`${day}T00:00`);
  if (Number.isNaN(at.getTime())) return undefined;
  at.setDate(at.getDate() + daysLater);
  return at.toISOString();
}

/** The release of the address, given by key or id. */
function useReleaseFilter({ of }: Filters) {
  const key = of('release');
  const params = { release: key ?? '' };
  const { data, error } = useRead('GET /releases/{release}', { params }, { enabled: key !== undefined });
  const id = key === undefined ? undefined : data?.body.id;
  return { id, isFound: key === undefined || id !== undefined, isUnknown: error?.status === 404 };
}

/** The query of the API, and the name for which nothing was found. */
export function useQueryOf(filters: Filters) {
  const { of } = filters;
  const environment = useEnvironmentFilter(filters);
  const release = useReleaseFilter(filters);
  return {
    isFound: environment.isFound && release.isFound,
    isFiltered: NAMES.some((name) => of(name) !== undefined),
    unknownEnvironment: environment.isUnknown,
    unknownRelease: release.isUnknown,
    query: {
      environmentId: environment.id,
      releaseId: release.id,
      service: of('service'),
      status: DEPLOYMENT_STATUSES.find((one) => one === of('status')),
      origin: ORIGINS.find((one) => one === of('origin')),
      from: midnight(of('from')),
      to: midnight(of('to'), 1),
    },
  };
}

export const ORIGIN_WORDS = { WINDLASS: 'Windlass', REPORTED: 'Reported' } as const;

export function DeploymentFilters({ filters }: { readonly filters: Filters }) {
  const { of, set } = filters;
  const services = useServices();
  return (
    <search className="filters" aria-label="Filters">
      <Filter
        label="Service"
        all={services.map(({ slug, name }) => ({ id: slug, name }))}
        chosen={of('service')}
        none="Any"
        onChange={({ target }) => set('service', target.value)}
      />
      <Filter
        label="Status"
        all={DEPLOYMENT_STATUSES.map((one) => ({ id: one, name: wordsOf(one) }))}
        chosen={of('status')}
        none="Any"
        onChange={({ target }) => set('status', target.value)}
      />
      <Filter
        label="Driven by"
        all={ORIGINS.map((one) => ({ id: one, name: ORIGIN_WORDS[one] }))}
        chosen={of('origin')}
        none="Any"
        onChange={({ target }) => set('origin', target.value)}
      />
      <EnvironmentFilter filters={filters} />
      <TextFilter label="Release" name="release" filters={filters} maxLength={200} placeholder="Any" />
      <TextFilter label="From" name="from" type="date" filters={filters} />
      <TextFilter label="To" name="to" type="date" filters={filters} />
    </search>
  );
}
