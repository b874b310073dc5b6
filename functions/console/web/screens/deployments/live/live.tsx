// The screen of what is live: in environments, and in stores.
import { Filter, useServices } from '../../catalog/choice.tsx';
import { useFilters } from '../../catalog/filters.ts';
import {
  EnvironmentFilter,
  NoSuchEnvironment,
  useEnvironmentFilter,
} from '../../environments/named/environment-filter.tsx';
import { DeploymentsPage } from '../deployments-page.tsx';
import { InEnvironments } from './in-environments.tsx';
import { InStores } from './in-stores.tsx';

export function Live() {
  const filters = useFilters();
  const services = useServices();
  const { id: environmentId, isFound, isUnknown } = useEnvironmentFilter(filters);
  const [service, environment] = [filters.of('service'), filters.of('environment')];
  return (
    <DeploymentsPage title="What is live">
      <search className="filters" aria-label="Filters">
        <Filter
          label="Service"
          all={services.map(({ slug, name }) => ({ id: slug, name }))}
          chosen={service}
          none="Any"
          onChange={({ target }) => filters.set('service', target.value)}
        />
        <EnvironmentFilter filters={filters} />
      </search>
      {isUnknown ? (
        <NoSuchEnvironment name={environment} />
      ) : (
        <InEnvironments
          query={{ environmentId, service }}
          isFound={isFound}
          isFiltered={service !== undefined || environment !== undefined}
        />
      )}
      {environment === undefined && <InStores service={service} />}
    </DeploymentsPage>
  );
}
