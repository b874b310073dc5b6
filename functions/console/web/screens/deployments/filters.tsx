// The filters of the lists of promotions and deployments, as the API has them. They stand in the address, so that a list can be shared:
// environments and releases by their names, times by days.
import type { ReactNode } from 'react';
import { useRead } from '../../app/data.ts';
import { Empty } from '../../parts/loading.tsx';
import { Filter, useServices } from '../catalog/choice.tsx';
import type { Filters } from '../catalog/filters.ts';
import { TextFilter } from '../catalog/text-filter.tsx';
import {
  EnvironmentFilter,
  NoSuchEnvironment,
  useEnvironmentFilter,
} from '../environments/named/environment-filter.tsx';

const NAMES = ['service', 'environment', 'release', 'from', 'to'] as const;

/** Midnight of a day such as `2026-12-20`, in the zone of this browser, or some days later; undefined for no day. */
function midnight(day: string | undefined, daysLater = 0): string | undefined {
  const at = new Date(`${day}T00:00`);
  if (Number.isNaN(at.getTime())) return undefined;
  at.setDate(at.getDate() + daysLater);
  return at.toISOString();
}

/** The release of the address, given by key or id. */
export function useReleaseFilter({ of }: Filters) {
  const key = of('release');
  const params = { release: key ?? '' };
  const { data, error } = useRead('GET /releases/{release}', { params }, { enabled: key !== undefined });
  const id = key === undefined ? undefined : data?.body.id;
  return { id, isFound: key === undefined || id !== undefined, isUnknown: error?.status === 404 };
}

/** The query of the API, and whether everything that the address names exists. */
export function usePlaceQuery(filters: Filters) {
  const { of } = filters;
  const environment = useEnvironmentFilter(filters);
  const release = useReleaseFilter(filters);
  return {
    isFound: environment.isFound && release.isFound,
    isFiltered: NAMES.some((name) => of(name) !== undefined),
    unknown: environment.isUnknown ? (
      <NoSuchEnvironment name={of('environment')} />
    ) : (
      release.isUnknown && <NoSuchRelease name={of('release')} />
    ),
    query: {
      environmentId: environment.id,
      releaseId: release.id,
      service: of('service'),
      from: midnight(of('from')),
      to: midnight(of('to'), 1),
    },
  };
}

export const NoSuchRelease = ({ name }: { readonly name: string | undefined }) => (
  <Empty title={`No release is named ${name}.`}>
    <p>Choose another one, or take the filter off.</p>
  </Empty>
);

interface PlaceFiltersProps {
  readonly filters: Filters;
  /** The filters that only this list has. */
  readonly children: ReactNode;
}

export function PlaceFilters({ filters, children }: PlaceFiltersProps) {
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
      {children}
      <EnvironmentFilter filters={filters} />
      <TextFilter label="Release" name="release" filters={filters} maxLength={200} placeholder="Any" />
      <TextFilter label="From" name="from" type="date" filters={filters} />
      <TextFilter label="To" name="to" type="date" filters={filters} />
    </search>
  );
}
