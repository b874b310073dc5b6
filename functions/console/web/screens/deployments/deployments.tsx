// All deployments, newest first, by every filter of the API.
import { Link } from 'react-router';
import { type Item, useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Empty, Loading } from '../../parts/loading.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Lasted, Time } from '../../parts/time.tsx';
import { useFilters } from '../catalog/filters.ts';
import { NoSuchEnvironment } from '../environments/environment-filter.tsx';
import { EnvironmentName, useEnvironments } from '../environments/environment-names.tsx';
import { DeploymentsPage } from './deployments-page.tsx';
import { DeploymentFilters, ORIGIN_WORDS, useQueryOf } from './filters.tsx';

type Deployment = Item<'GET /deployments'>;

function Rows({ items }: { readonly items: readonly Deployment[] }) {
  const { slug } = useTenant();
  const environments = useEnvironments(items.map(({ environmentId }) => environmentId));
  if (!environments) return <Loading what="the environments" />;
  return (
    <div className="table wide">
      <Table columns={['Version', 'Service', 'Environment', 'Status', 'Began', 'By', 'Driven by']}>
        {items.map(({ id, version, service, environmentId, status, by, origin, rollbackOf, ...times }) => (
          <tr key={id}>
            <th scope="row">
              <Link to={`/${slug}/deployments/${id}`}>{version}</Link>
              {rollbackOf !== null && <p className="small">a rollback</p>}
            </th>
            <td>{service}</td>
            <td>
              <EnvironmentName id={environmentId} environments={environments} />
            </td>
            <td>
              <Status status={status} />
            </td>
            <td>
              <Time at={times.startedAt ?? times.requestedAt} />
              {times.startedAt !== null && times.finishedAt !== null && (
                <p className="small">
                  for <Lasted from={times.startedAt} to={times.finishedAt} />
                </p>
              )}
            </td>
            <td>{by?.name ?? 'unknown'}</td>
            <td>{ORIGIN_WORDS[origin]}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

const Nothing = ({ isFiltered }: { readonly isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="No deployment fits.">
      <p>Take a filter off.</p>
    </Empty>
  ) : (
    <Empty title="No deployment yet.">
      <p>Promote a release to an environment, or let your deployment system report with POST /deployments.</p>
    </Empty>
  );

export function Deployments() {
  const filters = useFilters();
  const { query, isFound, isFiltered, unknownEnvironment, unknownRelease } = useQueryOf(filters);
  const list = useList('GET /deployments', { query }, { enabled: isFound });
  return (
    <DeploymentsPage title="Deployments">
      <DeploymentFilters filters={filters} />
      {unknownEnvironment ? (
        <NoSuchEnvironment name={filters.of('environment')} />
      ) : unknownRelease ? (
        <Empty title={`No release is named ${filters.of('release')}.`}>
          <p>Choose another one, or take the filter off.</p>
        </Empty>
      ) : (
        <Listed what="deployments" list={list} empty={<Nothing isFiltered={isFiltered} />}>
          {(items) => <Rows items={items} />}
        </Listed>
      )}
    </DeploymentsPage>
  );
}
