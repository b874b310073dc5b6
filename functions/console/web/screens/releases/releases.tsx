// All releases, newest first, with what each waits for. The filters stand in the address.

import { Link, useSearchParams } from 'react-router';
import { type Item, useList } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, DeedLink } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Time } from '../../parts/time.tsx';
import { Filters, queryOf } from './filters.tsx';
import { Wait } from './wait.tsx';

const Row = ({ release }: { readonly release: Item<'GET /releases'> }) => {
  const { slug } = useTenant();
  return (
    <tr>
      <th scope="row">
        <Link to={`/${slug}/releases/${release.releaseKey}`}>{release.releaseKey}</Link>
      </th>
      <td>
        <Status status={release.status} /> {release.isPaused && <Status status="PAUSED" />}{' '}
        {release.isDelayed && <Status status="DELAYED" />}
      </td>
      <td>
        <Wait waitsFor={release.waitsFor} />
      </td>
      <td>{wordsOf(release.releaseType)}</td>
      <td>
        <Time at={release.createdAt} />
      </td>
    </tr>
  );
};

export function Releases() {
  const { slug } = useTenant();
  const [search] = useSearchParams();
  const list = useList('GET /releases', { query: queryOf(search) });
  const action = actionOfMe(useMe(), 'createRelease');
  const add = <DeedLink label="New release" action={action} to={`/${slug}/releases/new`} tone="main" />;
  return (
    <Page title="Releases" aside={add}>
      <Filters />
      <Listed
        what="releases"
        list={list}
        empty={<Empty title={search.size > 0 ? 'No release fits these filters.' : 'No release yet.'}>{add}</Empty>}
      >
        {(items) => (
          <div className="table wide">
            <Table columns={['Release', 'Status', 'Waits', 'Type', 'Created']}>
              {items.map((release) => (
                <Row key={release.id} release={release} />
              ))}
            </Table>
          </div>
        )}
      </Listed>
    </Page>
  );
}
