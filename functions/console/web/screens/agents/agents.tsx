// The agents of the tenant, newest first, and the creation of one.
import { useState } from 'react';
import { Link } from 'react-router';
import { AGENT_STATUSES } from '../../../../../entities/agents/words.model.ts';
import { type Item, useChange, useList } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, Deed } from '../../parts/deed.tsx';
import { Empty, Loading } from '../../parts/loading.tsx';
import { Listed } from '../../parts/shown.tsx';
import { wordsOf } from '../../parts/status.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Filter } from '../catalog/choice.tsx';
import { useFilters } from '../catalog/filters.ts';
import { TextFilter } from '../catalog/text-filter.tsx';
import { EnvironmentsPage } from '../environments/environments-page.tsx';
import {
  EnvironmentFilter,
  NoSuchEnvironment,
  useEnvironmentFilter,
} from '../environments/named/environment-filter.tsx';
import { EnvironmentName, useEnvironments } from '../environments/named/environment-names.tsx';
import { AgentFields, newAgent } from './agent-fields.tsx';
import { AgentState, HEARD_EVERY_MS } from './agent-state.tsx';
import { Join, type Joining } from './join.tsx';

type Agent = Item<'GET /agents'>;

function AddAgent() {
  const me = useMe();
  const change = useChange();
  const [joining, setJoining] = useState<Joining>();
  return (
    <>
      <Deed
        label="New agent"
        action={actionOfMe(me, 'createAgent')}
        question="A program in your network that carries out deployments. Its join token is shown once afterwards."
        fields={(error) => <AgentFields error={error} />}
        tone="main"
        run={async (form) => {
          const { body } = await change('POST /agents', { body: newAgent(form) });
          setJoining(body);
        }}
      />
      {joining && <Join joining={joining} close={() => setJoining(undefined)} />}
    </>
  );
}

function Rows({ items }: { readonly items: readonly Agent[] }) {
  const { slug } = useTenant();
  const environments = useEnvironments(items.flatMap(({ environmentIds }) => environmentIds));
  if (!environments) return <Loading what="the environments" />;
  return (
    <div className="table wide">
      <Table columns={['Agent', 'Status', 'Environments', 'Capabilities', 'Version']}>
        {items.map((agent) => (
          <tr key={agent.id}>
            <th scope="row">
              <Link to={`/${slug}/agents/${agent.id}`}>{agent.name}</Link>
            </th>
            <td>
              <AgentState agent={agent} />
            </td>
            <td>
              {agent.environmentIds.length === 0
                ? 'all'
                : agent.environmentIds.map((id) => (
                    <p key={id}>
                      <EnvironmentName id={id} environments={environments} />
                    </p>
                  ))}
            </td>
            <td>{agent.capabilities.join(', ')}</td>
            <td>{agent.version}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

const CAPABILITY = 'capability';

export function Agents() {
  const filters = useFilters();
  const { of, set } = filters;
  const { id: environmentId, isFound, isUnknown } = useEnvironmentFilter(filters);
  const status = AGENT_STATUSES.find((one) => one === of('status'));
  const query = { status, environmentId, capability: of(CAPABILITY) };
  const list = useList('GET /agents', { query }, { enabled: isFound, every: HEARD_EVERY_MS });
  const isFiltered = ['status', 'environment', CAPABILITY].some((name) => of(name) !== undefined);
  return (
    <EnvironmentsPage title="Agents" aside={<AddAgent />}>
      <search className="filters" aria-label="Filters">
        <Filter
          label="Status"
          all={AGENT_STATUSES.map((one) => ({ id: one, name: wordsOf(one) }))}
          chosen={status}
          none="Any"
          onChange={({ target }) => set('status', target.value)}
        />
        <EnvironmentFilter filters={filters} />
        <TextFilter label="Capability" name={CAPABILITY} filters={filters} maxLength={32} placeholder="Any" />
      </search>
      {isUnknown ? (
        <NoSuchEnvironment name={of('environment')} />
      ) : (
        <Listed
          what="agents"
          list={list}
          empty={
            isFiltered ? (
              <Empty title="No agent fits.">
                <p>Take a filter off.</p>
              </Empty>
            ) : (
              <Empty title="No agent yet.">
                <p>Create one, and start it in the network of your targets with the command that is shown then.</p>
              </Empty>
            )
          }
        >
          {(items) => <Rows items={items} />}
        </Listed>
      )}
    </EnvironmentsPage>
  );
}
