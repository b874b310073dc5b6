// All deployments, newest first, by every filter of the API.
import { Link } from 'react-router';
import { DEPLOYMENT_STATUSES, ORIGINS } from '../../../../../entities/deployments/words.model.ts';
import { type Item, useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Empty, Loading } from '../../parts/loading.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Lasted, Time } from '../../parts/time.tsx';
import { Filter } from '../catalog/choice.tsx';
import { useFilters } from '../catalog/filters.ts';
import { EnvironmentName, useEnvironments } from '../environments/named/environment-names.tsx';
import { DeploymentsPage } from './deployments-page.tsx';
import { PlaceFilters, usePlaceQuery } from './filters.tsx';
import { ORIGIN_WORDS } from './seen.ts';

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
  const { of, set } = filters;
  const { query, isFound, isFiltered, unknown } = usePlaceQuery(filters);
  const status = DEPLOYMENT_STATUSES.find((one) => one === of('status'));
  const origin = ORIGINS.find((one) => one === of('origin'));
  const list = useList('GET /deployments', { query: { ...query, status, origin } }, { enabled: isFound });
  return (
    <DeploymentsPage title="Deployments">
      <PlaceFilters filters={filters}>
        <Filter
          label="Status"
          all={DEPLOYMENT_STATUSES.map((one) => ({ id: one, name: wordsOf(one) }))}
          chosen={status}
          none="Any"
          onChange={({ target }) => set('status', target.value)}
        />
        <Filter
          label="Driven by"
          all={ORIGINS.map((one) => ({ id: one, name: ORIGIN_WORDS[one] }))}
          chosen={origin}
          none="Any"
          onChange={({ target }) => set('origin', target.value)}
        />
      </PlaceFilters>
      {unknown || (
        <Listed
          what="deployments"
          list={list}
          empty={<Nothing isFiltered={isFiltered || status !== undefined || origin !== undefined} />}
        >
          {(items) => <Rows items={items} />}
        </Listed>
      )}
    </DeploymentsPage>
  );
}
