// All releases, newest first, with what each waits for. The filters stand in the address.
import { Link, useSearchParams } from 'react-router';
import { RELEASE_STATUSES } from '../../../../../entities/releases/lifecycle/status.model.ts';
import { useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';

export function Releases() {
  const { slug } = useTenant();
  const [search, setSearch] = useSearchParams();
  const status = RELEASE_STATUSES.find((one) => one === search.get('status'));
  const list = useList('GET /releases', { query: { status } });
  return (
    <Page title="Releases">
      <div className="filters">
        <label className="inline">
          Status
          <select
            value={status ?? ''}
            onChange={({ target }) => setSearch(target.value === '' ? {} : { status: target.value })}
          >
            <option value="">All but archived</option>
            {RELEASE_STATUSES.map((one) => (
              <option key={one} value={one}>
                {wordsOf(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Listed what="releases" list={list} empty={<Empty title="No release fits." />}>
        {(items) => (
          <table>
            <thead>
              <tr>
                <th scope="col">Release</th>
                <th scope="col">Type</th>
                <th scope="col">Status</th>
                <th scope="col">Waits for</th>
                <th scope="col">Created</th>
              </tr>
            </thead>
            <tbody>
              {items.map((release) => (
                <tr key={release.id}>
                  <th scope="row">
                    <Link to={`/${slug}/releases/${release.releaseKey}`}>{release.releaseKey}</Link>
                  </th>
                  <td>{wordsOf(release.releaseType)}</td>
                  <td>
                    <Status status={release.status} />
                    {release.isPaused && <Status status="PAUSED" />}
                  </td>
                  <td>
                    {release.waitsFor && (
                      <>
                        {wordsOf(release.waitsFor.what)} since <Time at={release.waitsFor.since} />
                      </>
                    )}
                  </td>
                  <td>
                    <Time at={release.createdAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Listed>
    </Page>
  );
}
