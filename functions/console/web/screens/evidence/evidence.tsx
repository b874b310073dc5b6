// The packets of evidence, newest first: a signed one for every decision, deployment and rollback.
import { Link } from 'react-router';
import { PACKET_TYPES } from '../../../../../entities/evidence/words.model.ts';
import { useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Table } from '../../parts/tabular/table.tsx';
import { Time } from '../../parts/time.tsx';
import { Filter } from '../catalog/choice.tsx';
import { useFilters } from '../catalog/filters.ts';
import { TextFilter } from '../catalog/text-filter.tsx';
import { DeploymentsPage } from '../deployments/deployments-page.tsx';
import { NoSuchRelease, useReleaseFilter } from '../deployments/filters.tsx';
import { type Packet, TYPE_WORDS } from './words.ts';

function Packets({ items }: { readonly items: readonly Packet[] }) {
  const { slug } = useTenant();
  return (
    <Table columns={['Packet', 'About', 'Release', 'Recorded']}>
      {items.map(({ id, type, number, subjectType, subjectId, releaseId, createdAt }) => (
        <tr key={id}>
          <th scope="row">
            <Link to={`/${slug}/evidence/${id}`}>Number {number}</Link>
            <p className="small">{TYPE_WORDS[type]}</p>
          </th>
          <td>
            <Link to={`/${slug}/${subjectType === 'Promotion' ? 'promotions' : 'deployments'}/${subjectId}`}>
              {subjectType}
            </Link>
          </td>
          <td>
            <Link to={`/${slug}/releases/${releaseId}`}>Release</Link>
          </td>
          <td>
            <Time at={createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The file of a release, and the key for its check: anybody can do that without Windlass. */
function Files({ releaseId }: { readonly releaseId: string | undefined }) {
  const { slug } = useTenant();
  return (
    <p>
      {releaseId !== undefined && (
        <a className="button" href={`/api/v1/${slug}/releases/${releaseId}/evidence`} download>
          The evidence of the release as a file
        </a>
      )}{' '}
      <a className="button" href={`/api/v1/${slug}/evidence/key`} download>
        The public key
      </a>{' '}
      <span className="small">
        {releaseId === undefined ? 'Choose a release to get its evidence as a file. ' : ''}
        <code>npm run verify-evidence -- FILE --key PEM</code> checks such a file offline.
      </span>
    </p>
  );
}

export function Evidence() {
  const filters = useFilters();
  const release = useReleaseFilter(filters);
  const type = PACKET_TYPES.find((one) => one === filters.of('type'));
  const list = useList('GET /evidence', { query: { releaseId: release.id, type } }, { enabled: release.isFound });
  return (
    <DeploymentsPage title="Evidence">
      <search className="filters" aria-label="Filters">
        <Filter
          label="About"
          all={PACKET_TYPES.map((one) => ({ id: one, name: TYPE_WORDS[one] }))}
          chosen={type}
          none="Anything"
          onChange={({ target }) => filters.set('type', target.value)}
        />
        <TextFilter label="Release" name="release" filters={filters} maxLength={200} placeholder="Any" />
      </search>
      {release.isUnknown ? (
        <NoSuchRelease name={filters.of('release')} />
      ) : (
        <>
          <Files releaseId={release.id} />
          <Listed
            what="packets"
            list={list}
            empty={
              type !== undefined || filters.of('release') !== undefined ? (
                <Empty title="No packet fits.">
                  <p>Take a filter off.</p>
                </Empty>
              ) : (
                <Empty title="No evidence yet.">
                  <p>The first decision about a promotion is signed and stands here.</p>
                </Empty>
              )
            }
          >
            {(items) => <Packets items={items} />}
          </Listed>
        </>
      )}
    </DeploymentsPage>
  );
}
