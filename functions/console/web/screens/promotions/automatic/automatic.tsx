// The screen of automatic promotions: the environments that take releases automatically, and the holds after rollbacks there.
import { Link } from 'react-router';
import { type Item, useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { Section } from '../../../parts/page.tsx';
import { lengthOf } from '../../../parts/schedule/length.ts';
import { Listed } from '../../../parts/shown.tsx';
import { Status, wordsOf } from '../../../parts/status.tsx';
import { Table } from '../../../parts/tabular/table.tsx';
import { useFilters } from '../../catalog/filters.ts';
import { DeploymentsPage } from '../../deployments/deployments-page.tsx';
import {
  EnvironmentFilter,
  NoSuchEnvironment,
  useEnvironmentFilter,
} from '../../environments/named/environment-filter.tsx';
import { Holds } from './holds.tsx';

const MINUTE_MS = 60_000;
const PAGE = 20;

function Taker({ environment }: { readonly environment: Item<'GET /environments'> }) {
  const { slug } = useTenant();
  const { id, displayName, tier, order, requiredApprovals, soakMinutes, isStopped } = environment;
  return (
    <tr>
      <th scope="row">
        <Link to={`/${slug}/environments/${id}`}>{displayName}</Link>
      </th>
      <td>{order}</td>
      <td>{wordsOf(tier)}</td>
      <td>{requiredApprovals === 0 ? 'none' : requiredApprovals}</td>
      <td>{soakMinutes === 0 ? 'none' : lengthOf(soakMinutes * MINUTE_MS)}</td>
      <td>{isStopped ? <Status status="STOPPED" tone="bad" /> : <Status status="ACTIVE" />}</td>
    </tr>
  );
}

function Takers() {
  const { slug } = useTenant();
  const list = useList('GET /environments', { query: { autoPromote: 'true', limit: PAGE } });
  return (
    <Section title="Environments">
      <p>
        A release that is verified in one environment is promoted to the next one of the order without a person, if that
        takes releases automatically. Its gates and approvals stay.
      </p>
      <Listed
        what="environments"
        list={list}
        empty={
          <Empty title="No environment takes releases automatically.">
            <p>
              <Link to={`/${slug}/environments`}>Edit an environment</Link> that has a place in the order of promotion,
              and check that it takes every release that is verified in the environment before it.
            </p>
          </Empty>
        }
      >
        {(items) => (
          <Table columns={['Environment', 'Place', 'Tier', 'Approvals', 'Soak', 'State']}>
            {items.map((environment) => (
              <Taker key={environment.id} environment={environment} />
            ))}
          </Table>
        )}
      </Listed>
    </Section>
  );
}

export function AutomaticPromotions() {
  const filters = useFilters();
  const { id: environmentId, isFound, isUnknown } = useEnvironmentFilter(filters);
  const environment = filters.of('environment');
  return (
    <DeploymentsPage title="Automatic promotions">
      <Section title="Holds">
        <p>
          A rollback holds the automatic promotions of its service to its environment. Nothing of the service goes there
          automatically until a lead lifts the hold; promotions by people go on.
        </p>
        <search className="filters" aria-label="Filters">
          <EnvironmentFilter filters={filters} />
        </search>
        {isUnknown ? (
          <NoSuchEnvironment name={environment} />
        ) : (
          <Holds environmentId={environmentId} isFound={isFound} isFiltered={environment !== undefined} />
        )}
      </Section>
      <Takers />
    </DeploymentsPage>
  );
}
