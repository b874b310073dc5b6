// The deployment of each service that is live in each environment, since when and by whom, the last good one before it, targets that drift,
// and whether another may begin there now. A page is read from the server at a time, with only the environments that it names.
import { Link } from 'react-router';
import { type Item, useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Empty, Loading } from '../../../parts/loading.tsx';
import { Section } from '../../../parts/page.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Status } from '../../../parts/status.tsx';
import { Table } from '../../../parts/tabular/table.tsx';
import { FreezeState, useFreeze } from '../../environments/freeze-state.tsx';
import { EnvironmentName, type Environments, useEnvironments } from '../../environments/named/environment-names.tsx';
import { CHECKED_EVERY_MS } from '../../environments/targets/target-state.tsx';
import { LastGoodCell, StateCell } from './cells.tsx';

type LiveDeployment = Item<'GET /live-deployments'>;

/** The freeze of each is a request of its own. */
const PAGE = 20;
/** The server counts no more. */
const MOST_COUNTED = 100;

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

function Drift({ live: { driftingTargets, environmentId } }: { readonly live: LiveDeployment }) {
  const { slug } = useTenant();
  if (driftingTargets === 0) return 'none';
  const count = driftingTargets < MOST_COUNTED ? driftingTargets : `${MOST_COUNTED} or more`;
  return (
    <>
      <Status status="DRIFT" tone="bad" />
      <p className="small">
        <Link to={`/${slug}/environments/${environmentId}`}>
          {count} {driftingTargets === 1 ? 'target' : 'targets'}
        </Link>
      </p>
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
      <StateCell status="LIVE" since={since} />
      <td>{by?.name ?? 'unknown'}</td>
      <LastGoodCell good={lastGood}>{lastGood && <Run run={lastGood} />}</LastGoodCell>
      <td>
        <Drift live={live} />
      </td>
      <td className="freeze">
        <FreezeState read={freeze} />
      </td>
    </tr>
  );
}

function Rows({ items }: { readonly items: readonly LiveDeployment[] }) {
  const environments = useEnvironments(items.map(({ environmentId }) => environmentId));
  if (!environments) return <Loading what="the environments" />;
  return (
    <div className="table wide">
      <Table columns={['Service', 'Environment', 'Version', 'State', 'By', 'Last good', 'Drift', 'Freeze calendar']}>
        {items.map((live) => (
          <Row key={`${live.environmentId} ${live.serviceId}`} live={live} environments={environments} />
        ))}
      </Table>
    </div>
  );
}

const Nothing = ({ isFiltered }: { readonly isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="Nothing that fits is live in an environment.">
      <p>Take a filter off.</p>
    </Empty>
  ) : (
    <Empty title="Nothing is live in an environment yet.">
      <p>Promote a release to an environment, or let your deployment system report with POST /deployments.</p>
    </Empty>
  );

interface InEnvironmentsProps {
  readonly query: { readonly environmentId: string | undefined; readonly service: string | undefined };
  readonly isFound: boolean;
  readonly isFiltered: boolean;
}

export function InEnvironments({ query, isFound, isFiltered }: InEnvironmentsProps) {
  const reading = { enabled: isFound, every: CHECKED_EVERY_MS };
  const list = useList('GET /live-deployments', { query: { ...query, limit: PAGE } }, reading);
  return (
    <Section title="In environments">
      <Listed what="live deployments" list={list} empty={<Nothing isFiltered={isFiltered} />}>
        {(items) => <Rows items={items} />}
      </Listed>
    </Section>
  );
}
