// All runbooks, newest first, found by words and filters.
import { Link } from 'react-router';
import { useList } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOfMe, DeedLink } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Page } from '../../parts/page.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import { useFilters } from '../catalog/filters.ts';

const WORDS = [
  ['q', 'Words'],
  ['service', 'Service'],
  ['environment', 'Environment'],
  ['tag', 'Tag'],
] as const;
const ACTIVITIES = ['true', 'false'] as const;

export function Runbooks() {
  const { slug } = useTenant();
  const { of, set } = useFilters();
  const isActive = ACTIVITIES.find((one) => one === of('isActive'));
  const [q, service, environment, tag] = WORDS.map(([name]) => of(name));
  const list = useList('GET /runbooks', { query: { q, service, environment, tag, isActive } });
  const action = actionOfMe(useMe(), 'createRunbook');
  return (
    <Page
      title="Runbooks"
      aside={<DeedLink label="New runbook" action={action} to={`/${slug}/runbooks/new`} tone="main" />}
    >
      <search className="filters">
        {WORDS.map(([name, label]) => (
          <form
            key={`${name} ${of(name)}`}
            onSubmit={(event) => {
              event.preventDefault();
              set(name, textOf(new FormData(event.currentTarget), name) ?? '');
            }}
          >
            <label className="inline">
              {label}
              <input
                name={name}
                defaultValue={of(name)}
                maxLength={60}
                onBlur={({ target }) => set(name, target.value.trim())}
              />
            </label>
          </form>
        ))}
        <label className="inline">
          State
          <select value={isActive ?? ''} onChange={({ target }) => set('isActive', target.value)}>
            <option value="">All</option>
            <option value="true">Active</option>
            <option value="false">Switched off</option>
          </select>
        </label>
      </search>
      <Listed
        what="runbooks"
        list={list}
        empty={
          <Empty title="No runbook fits.">
            <p>Write one, or take a filter off.</p>
          </Empty>
        }
      >
        {(items) => (
          <ul className="rows">
            {items.map((runbook) => (
              <li key={runbook.id}>
                <span>
                  <Link to={`/${slug}/runbooks/${runbook.id}`}>{runbook.title}</Link>{' '}
                  {!runbook.isActive && <Status status="INACTIVE" />}
                </span>
                <span className="small">
                  {[runbook.service, runbook.environment, ...runbook.tags.map((one) => `#${one}`)]
                    .filter(Boolean)
                    .map((word) => `${word} · `)
                    .join('')}
                  edited <Time at={runbook.updatedAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  );
}
