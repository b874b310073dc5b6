// One freeze window: its next openings, where it applies, and the deeds that a person may do with it.
import { Link, useNavigate, useParams } from 'react-router';
import { useChange, useList, useRead } from '../../../app/data.ts';
import { changedOf } from '../../../app/sending.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Copyable } from '../../../parts/copyable.tsx';
import { actionOf, Deed } from '../../../parts/deed.tsx';
import { Page, Section } from '../../../parts/page.tsx';
import { wordsOfRule } from '../../../parts/schedule/rule-words.ts';
import { Shown } from '../../../parts/shown.tsx';
import { Status } from '../../../parts/status.tsx';
import { Facts } from '../../../parts/tabular/facts.tsx';
import { Time } from '../../../parts/time.tsx';
import { Openings } from './openings.tsx';
import { changedWindow, type FreezeWindow, WindowFields } from './window-fields.tsx';
import { EFFECTS, wordsOfDuration } from './window-words.ts';

interface OfWindow {
  readonly window: FreezeWindow;
}

function WindowDeeds({ window }: OfWindow) {
  const { slug } = useTenant();
  const change = useChange();
  const navigate = useNavigate();
  const { actions, name, isActive, id } = window;
  const params = { freezeWindow: id };
  const update = actionOf(actions, 'updateFreezeWindow');
  return (
    <div className="buttons">
      <Deed
        label="Edit"
        action={update}
        question={<>Change {name}?</>}
        fields={(error) => <WindowFields error={error} window={window} />}
        run={(form, seen) =>
          change('PATCH /freeze-windows/{freezeWindow}', {
            params,
            body: changedOf(changedWindow(form, window), window),
            seen,
          })
        }
      />
      <Deed
        label={isActive ? 'Switch off' : 'Switch on'}
        action={update}
        question={
          isActive ? <>Switch {name} off? It has no effect until it is switched on.</> : <>Switch {name} on again?</>
        }
        run={(_, seen) =>
          change('PATCH /freeze-windows/{freezeWindow}', { params, body: { isActive: !isActive }, seen })
        }
      />
      <Deed
        label="Delete"
        action={actionOf(actions, 'deleteFreezeWindow')}
        question={<>Delete the freeze window {name}?</>}
        tone="danger"
        run={async (_, seen) => {
          await change('DELETE /freeze-windows/{freezeWindow}', { params, seen });
          void navigate(`/${slug}/freeze-windows`);
        }}
      />
    </div>
  );
}

/** Links to the environments of the window. */
function Environments({ ids }: { readonly ids: readonly string[] }) {
  const { slug } = useTenant();
  const { items } = useList('GET /environments', { query: { limit: 100 } }, { enabled: ids.length > 0 });
  if (ids.length === 0) return 'all';
  return ids.map((id, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <Link to={`/${slug}/environments/${id}`}>{items.find((one) => one.id === id)?.displayName ?? id}</Link>
    </span>
  ));
}

function WindowFacts({ window }: OfWindow) {
  const { effect, dtstart, timeZone, duration, rrule, environments, services, allowRollback } = window;
  return (
    <Section title="About">
      {window.description !== null && <p className="prose">{window.description}</p>}
      <Facts
        rows={[
          ['Effect', EFFECTS[effect]],
          ['First opens', `${dtstart.slice(0, 16).replace('T', ' ')}, ${timeZone}`],
          ['Stays open for', wordsOfDuration(duration)],
          ['Repeats', rrule === null ? 'no: it opens once' : wordsOfRule(rrule)],
          ['Environments', <Environments key="environments" ids={environments} />],
          ['Services', services.length === 0 ? 'all' : services.join(', ')],
          ['Rollbacks', allowRollback ? 'may begin all the same' : 'wait as well'],
          ['Created by', window.createdByName],
          ['Created', <Time key="created" at={window.createdAt} />],
          ['Changed', <Time key="changed" at={window.updatedAt} />],
          ['Id', <Copyable key="id" text={window.id} />],
        ]}
      />
    </Section>
  );
}

export function FreezeWindowScreen() {
  const { window: id = '' } = useParams();
  const read = useRead('GET /freeze-windows/{freezeWindow}', { params: { freezeWindow: id } });
  return (
    <Page title={read.data?.body.name ?? 'Freeze window'}>
      <Shown what="the freeze window" read={read}>
        {(window) => (
          <>
            <p>
              <Status status={window.isActive ? 'ACTIVE' : 'INACTIVE'} />
            </p>
            <WindowDeeds window={window} />
            <Section title="Next openings">
              <Openings openings={window.openings} />
            </Section>
            <WindowFacts window={window} />
          </>
        )}
      </Shown>
    </Page>
  );
}
