// The version of each service that users have from each store, since when and how many, and the last good one before it.
import { Link } from 'react-router';
import { type Item, useByIds, useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Empty, Loading } from '../../../parts/loading.tsx';
import { Section } from '../../../parts/page.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Table } from '../../../parts/tabular/table.tsx';
import { LastGoodCell, StateCell } from './cells.tsx';

type LiveStore = Item<'GET /live-stores'>;

const PAGE = 20;
/** A consumer keeps the list after the feed has told the news. */
const READ_EVERY_MS = 60_000;

interface VersionProps {
  readonly of: Pick<LiveStore, 'releaseKey' | 'version'>;
}

function Version({ of: { releaseKey, version } }: VersionProps) {
  const { slug } = useTenant();
  return <Link to={`/${slug}/releases/${releaseKey}`}>{version}</Link>;
}

function Rows({ items }: { readonly items: readonly LiveStore[] }) {
  const { slug } = useTenant();
  const stores = useByIds(
    'GET /integrations/{kind}/{integrationId}',
    items.map(({ targetIntegrationId }) => targetIntegrationId),
    (integrationId) => ({ params: { kind: 'targets', integrationId } }),
  );
  if (!stores) return <Loading what="the stores" />;
  return (
    <div className="table wide">
      <Table columns={['Service', 'Store', 'Version', 'State', 'Last good']}>
        {items.map((live) => {
          const { service, serviceId, targetIntegrationId: id, lastGood, percentage } = live;
          return (
            <tr key={`${serviceId} ${id}`}>
              <th scope="row">
                <Link to={`/${slug}/services/${service}`}>{service}</Link>
              </th>
              <td>
                <Link to={`/${slug}/integrations/targets/${id}`}>{stores.get(id)?.name ?? id}</Link>
              </td>
              <td>
                <Version of={live} />
              </td>
              <StateCell status={live.state} since={live.since}>
                {percentage !== null && <p className="small">{percentage} % of the users have it</p>}
              </StateCell>
              <LastGoodCell good={lastGood}>{lastGood && <Version of={lastGood} />}</LastGoodCell>
            </tr>
          );
        })}
      </Table>
    </div>
  );
}

export function InStores({ service }: { readonly service: string | undefined }) {
  const list = useList('GET /live-stores', { query: { service, limit: PAGE } }, { every: READ_EVERY_MS });
  return (
    <Section title="In stores">
      <Listed
        what="versions in stores"
        list={list}
        empty={
          <Empty title={service === undefined ? 'No store has a version yet.' : 'No store has a version of it.'}>
            <p>A version stands here when a store has released it to the first users.</p>
          </Empty>
        }
      >
        {(items) => <Rows items={items} />}
      </Listed>
    </Section>
  );
}
