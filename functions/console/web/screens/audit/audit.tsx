// Everything that anybody did, newest first, and whether the chain of entries is intact. The filters stand in the address.

import { Link, useSearchParams } from 'react-router';
import { type Item, useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Copyable } from '../../parts/copyable.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Time } from '../../parts/time.tsx';
import { Chain } from './chain.tsx';
import { Filters, queryOf } from './filters.tsx';

type Entry = Item<'GET /audit'>;

const Details = ({ entry }: { readonly entry: Entry }) => {
  const { details, ip, userAgent, correlationId, hash } = entry;
  const rows = [
    ['Address', ip],
    ['Browser or program', userAgent],
    ['Request', correlationId],
    ['Hash', hash],
  ] as const;
  return (
    <details>
      <summary>Entry {entry.seq}</summary>
      <dl>
        {rows.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt className="small">{name}</dt>
                <dd>
                  <code>{value}</code>
                </dd>
              </div>
            ),
        )}
      </dl>
      {details !== undefined && <pre className="prose small">{JSON.stringify(details, null, 2)}</pre>}
    </details>
  );
};

/** Releases and approvals have a screen that their id opens. */
const SCREENS: Readonly<Record<string, string>> = { Release: 'releases', Approval: 'approvals' };

function Resource({ entry: { resourceType, resourceId } }: { readonly entry: Entry }) {
  const { slug } = useTenant();
  const screen = SCREENS[resourceType];
  return screen === undefined ? resourceType : <Link to={`/${slug}/${screen}/${resourceId}`}>{resourceType}</Link>;
}

function Entries({ items }: { readonly items: readonly Entry[] }) {
  return (
    <div className="table wide">
      <Table columns={['Action', 'By', 'On', 'When', 'Details']}>
        {items.map((entry) => (
          <tr key={entry.id}>
            <th scope="row">{entry.action}</th>
            <td>{entry.actor.name}</td>
            <td>
              <Resource entry={entry} /> <Copyable text={entry.resourceId} />
            </td>
            <td>
              <Time at={entry.at} />
            </td>
            <td>
              <Details entry={entry} />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

export function Audit() {
  const { slug } = useTenant();
  const [search] = useSearchParams();
  const query = queryOf(search);
  const list = useList('GET /audit', { query });
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return (
    <Page
      title="Audit"
      aside={
        <a className="button" href={`/api/v1/${slug}/audit.csv?${new URLSearchParams(given)}`} download>
          The first 1,000 as CSV
        </a>
      }
    >
      <Filters />
      <Section title="Entries">
        <Listed
          what="entries"
          list={list}
          empty={
            <Empty title="No entry fits.">
              <p>Entries appear some seconds after their change.</p>
            </Empty>
          }
        >
          {(items) => <Entries items={items} />}
        </Listed>
      </Section>
      <Chain />
    </Page>
  );
}
