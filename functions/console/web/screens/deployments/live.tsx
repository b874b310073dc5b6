// The screen of what is live: the deployment of each service in each environment, since when and by whom, the last good one before it, and whether
// another may begin there now. A page is read from the server at a time, with only the environments that it names.
import { Link } from 'react-router';
import { type Item, useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Empty, Loading } from '../../parts/loading.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Since, Time } from '../../parts/time.tsx';
import { Filter, useServices } from '../catalog/choice.tsx';
import { useFilters } from '../catalog/filters.ts';
import { FreezeState, useFreeze } from '../environments/freeze-state.tsx';
import {
  EnvironmentFilter,
  NoSuchEnvironment,
  useEnvironmentFilter,
} from '../environments/named/environment-filter.tsx';
import { EnvironmentName, type Environments, useEnvironments } from '../environments/named/environment-names.tsx';
import { DeploymentsPage } from './deployments-page.tsx';

type LiveDeployment = Item<'GET /live-deployments'>;

/** The freeze of each is a request of its own. */
const PAGE = 20;

interface RunProps {
  readonly run: Pick<LiveDeployment, 'deploymentId' | 'releaseId' | 'version'>;
}

function Run({ run: { deploymentId, releaseId, version } }: RunProps) {
  const { slug } = useTenant();
  return (
    <>
      <Link to={`/${slug}/deployments/${deploymentId}`}>{version}</Link>
      {releaseId !== null && (
        <p className="small">
          <Link to={`/${slug}/releases/${releaseId}`}>Release</Link>
        </p>
      )}
    </>
  );
}

interface RowProps {
  readonly live: LiveDeployment;
  readonly environments: Environments;
}

function Row({ live, environments }: RowProps) {
  const { slug } = useTenant();
  const { environmentId, service, since, by, lastGood } = live;
  const freeze = useFreeze(environmentId, service);
  return (
    <tr>
      <th scope="row">
        <Link to={`/${slug}/services/${service}`}>{service}</Link>
      </th>
      <td>
        <EnvironmentName id={environmentId} environments={environments} />
      </td>
      <td>
        <Run run={live} />
      </td>
      <td>
        <Status status="LIVE" />
        <p className="small">
          for <Since at={since} />
        </p>
      </td>
      <td>{by?.name ?? 'unknown'}</td>
      <td>
        {lastGood ? (
          <>
            <Run run={lastGood} />
            <p className="small">
              <Time at={lastGood.since} />
            </p>
          </>
        ) : (
          'none'
        )}
      </td>
      <td className="freeze">
        <FreezeState read={freeze} />
      </td>
    </tr>
  );
}

function Page({ items }: { readonly items: readonly LiveDeployment[] }) {
  const environments = useEnvironments(items.map(({ environmentId }) => environmentId));
  if (!environments) return <Loading what="the environments" />;
  return (
    <div className="table wide">
      <Table columns={['Service', 'Environment', 'Version', 'State', 'By', 'Last good', 'Freeze calendar']}>
        {items.map((live) => (
          <Row key={`${live.environmentId} ${live.serviceId}`} live={live} environments={environments} />
        ))}
      </Table>
    </div>
  );
}

const Nothing = ({ isFiltered }: { readonly isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="Nothing that fits is live.">
      <p>Take a filter off.</p>
    </Empty>
  ) : (
    <Empty title="Nothing is live yet.">
      <p>Promote a release to an environment, or let your deployment system report with POST /deployments.</p>
    </Empty>
  );

export function Live() {
  const filters = useFilters();
  const services = useServices();
  const { id: environmentId, isFound, isUnknown } = useEnvironmentFilter(filters);
  const [service, environment] = [filters.of('service'), filters.of('environment')];
  const query = { environmentId, service, limit: PAGE };
  const list = useList('GET /live-deployments', { query }, { enabled: isFound });
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
        <Listed
          what="live deployments"
          list={list}
          empty={<Nothing isFiltered={service !== undefined || environment !== undefined} />}
        >
          {(items) => <Page items={items} />}
        </Listed>
      )}
    </DeploymentsPage>
  );
}
