// All questions of one status, newest first. The filter stands in the address.
import { Link, useSearchParams } from 'react-router';
import { type Item, useList } from '../../app/data.ts';
import { useTenant } from '../../app/tenant.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import { Subject } from './subject.tsx';

const STATUSES = [
  'PENDING',
  'APPROVED',
  'REJECTED',
  'CANCELLED',
] as const satisfies readonly Item<'GET /approvals'>['status'][];

export function Approvals() {
  const { slug } = useTenant();
  const [search, setSearch] = useSearchParams();
  const status = STATUSES.find((one) => one === search.get('status')) ?? 'PENDING';
  const list = useList('GET /approvals', { query: { status } });
  return (
    <Page title="Approvals">
      <div className="filters">
        <label className="inline">
          Status
          <select value={status} onChange={({ target }) => setSearch({ status: target.value })}>
            {STATUSES.map((one) => (
              <option key={one} value={one}>
                {wordsOf(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Listed
        what="approvals"
        list={list}
        empty={
          <Empty title={`No approval is ${wordsOf(status).toLowerCase()}.`}>
            <p>Windlass asks for one at the end of each regression cycle, and before a promotion.</p>
          </Empty>
        }
      >
        {(items) => (
          <ul className="rows">
            {items.map((approval) => (
              <li key={approval.id}>
                <span>
                  <Link to={`/${slug}/approvals/${approval.id}`}>{approval.question}</Link>{' '}
                  <span className="small">
                    asked <Time at={approval.requestedAt} />
                    {approval.actions.some(({ allowed }) => allowed) && ' · you may decide'}
                  </span>
                </span>
                <span>
                  <Subject subject={approval.subject} /> <Status status={approval.status} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  );
}
