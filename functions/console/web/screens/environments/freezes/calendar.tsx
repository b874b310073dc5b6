// The freeze calendar of an environment: its state now, and the windows that apply with their next openings.
import { Link } from 'react-router';
import { type Item, useList, useRead } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Empty, Loading } from '../../../parts/loading.tsx';
import { Section } from '../../../parts/page.tsx';
import { ProblemBox } from '../../../parts/problem.tsx';
import { Listed } from '../../../parts/shown.tsx';
import { Rows } from '../../../parts/tabular/rows.tsx';
import type { Environment } from '../environment-fields.tsx';
import { FreezeState, useFreeze } from '../freeze-state.tsx';
import { Openings } from './openings.tsx';
import { EFFECTS } from './window-words.ts';

/** Each window is read once more for its openings. */
const PAGE = 10;

function Window({ window: { id, name, effect, services } }: { readonly window: Item<'GET /freeze-windows'> }) {
  const { slug } = useTenant();
  const { data, error, refetch } = useRead('GET /freeze-windows/{freezeWindow}', { params: { freezeWindow: id } });
  return (
    <>
      <div>
        <Link to={`/${slug}/freeze-windows/${id}`}>{name}</Link>
        <p className="small">
          {EFFECTS[effect]}
          {services.length > 0 && `, for ${services.join(', ')}`}
        </p>
      </div>
      {data ? (
        <Openings openings={data.body.openings} />
      ) : error ? (
        <ProblemBox error={error} again={() => void refetch()} />
      ) : (
        <Loading what="its openings" />
      )}
    </>
  );
}

export function Calendar({ environment: { id } }: { readonly environment: Environment }) {
  const freeze = useFreeze(id);
  const list = useList('GET /freeze-windows', { query: { environment: id, isActive: 'true', limit: PAGE } });
  return (
    <Section title="Freeze calendar">
      <p>
        <FreezeState read={freeze} />
      </p>
      {freeze.data?.body.reason && <p>{freeze.data.body.reason}</p>}
      <Listed
        what="freeze windows"
        list={list}
        empty={<Empty title="No freeze window applies here: deployments may begin at any time." />}
      >
        {(items) => <Rows items={items}>{(window) => <Window window={window} />}</Rows>}
      </Listed>
    </Section>
  );
}
