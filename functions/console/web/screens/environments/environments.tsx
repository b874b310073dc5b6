// The environments in the order of promotion, each with its rules and whether something may begin there now.
import { Link } from 'react-router';
import { type Item, useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Creation } from '../../parts/dialog/creation.tsx';
import { Empty } from '../../parts/loading.tsx';
import { lengthOf } from '../../parts/schedule/length.ts';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { EnvironmentFields, newEnvironment } from './environment-fields.tsx';
import { EnvironmentsPage } from './environments-page.tsx';
import { FreezeState, useFreeze } from './freeze-state.tsx';
import { StopOfAll } from './stop-of-all.tsx';

const MINUTE_MS = 60_000;
/** The freeze of each is a request of its own. */
const PAGE = 20;

const AddEnvironment = () => (
  <Creation
    label="New environment"
    operation="createEnvironment"
    question="A place where releases run, such as staging or production."
    fields={(error) => <EnvironmentFields error={error} />}
    create={async (form, change) => {
      const { body } = await change('POST /environments', { body: newEnvironment(form) });
      return `environments/${body.id}`;
    }}
  />
);

function Row({ environment }: { readonly environment: Item<'GET /environments'> }) {
  const { slug } = useTenant();
  const freeze = useFreeze(environment.id);
  const { id, displayName, name, tier, order, isStopped, requiredApprovals, requireSod, soakMinutes } = environment;
  return (
    <tr>
      <th scope="row">
        <Link to={`/${slug}/environments/${id}`}>{displayName}</Link>
        {name !== displayName && <p className="small">{name}</p>}
      </th>
      <td>{order ?? 'none'}</td>
      <td>{wordsOf(tier)}</td>
      <td>{isStopped ? <Status status="STOPPED" tone="bad" /> : 'none'}</td>
      <td>
        <FreezeState read={freeze} />
      </td>
      <td>
        {requiredApprovals === 0 ? 'none' : requiredApprovals}
        {requireSod && <p className="small">not by those who took part</p>}
      </td>
      <td>{soakMinutes === 0 ? 'none' : lengthOf(soakMinutes * MINUTE_MS)}</td>
    </tr>
  );
}

export function Environments() {
  const list = useList('GET /environments', { query: { limit: PAGE } });
  return (
    <EnvironmentsPage title="Environments" aside={<AddEnvironment />}>
      <Listed
        what="environments"
        list={list}
        empty={
          <Empty title="No environment yet.">
            <p>Create those in which your services run, such as staging and production.</p>
          </Empty>
        }
      >
        {(items) => (
          <div className="table wide">
            <Table columns={['Environment', 'Place', 'Tier', 'Stop', 'Freeze calendar', 'Approvals', 'Soak']}>
              {items.map((environment) => (
                <Row key={environment.id} environment={environment} />
              ))}
            </Table>
          </div>
        )}
      </Listed>
      <StopOfAll />
    </EnvironmentsPage>
  );
}
