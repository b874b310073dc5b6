// The freeze windows of the tenant, newest first.
import { Link } from 'react-router';
import { type Item, useList } from '../../../app/data.ts';
import { useTenant } from '../../../app/tenant.tsx';
import { Creation } from '../../../parts/dialog/creation.tsx';
import { Empty } from '../../../parts/loading.tsx';
import { wordsOfRule } from '../../../parts/schedule/rule-words.ts';
import { Listed } from '../../../parts/shown.tsx';
import { Status } from '../../../parts/status.tsx';
import { Rows } from '../../../parts/tabular/rows.tsx';
import { EnvironmentsPage } from '../environments-page.tsx';
import { newWindow, WindowFields } from './window-fields.tsx';
import { EFFECTS, wordsOfDuration } from './window-words.ts';

const AddWindow = () => (
  <Creation
    label="New freeze window"
    operation="createFreezeWindow"
    question="When may nothing begin, or only then, and where?"
    fields={(error) => <WindowFields error={error} />}
    create={async (form, change) => {
      const { body } = await change('POST /freeze-windows', { body: newWindow(form) });
      return `freeze-windows/${body.id}`;
    }}
  />
);

const countOf = (listed: readonly unknown[], one: string): string =>
  listed.length === 0 ? `all ${one}s` : `${listed.length} ${one}${listed.length === 1 ? '' : 's'}`;

function Window({ window }: { readonly window: Item<'GET /freeze-windows'> }) {
  const { slug } = useTenant();
  const { id, name, effect, isActive, rrule, duration, environments, services, dtstart, timeZone } = window;
  const [day = '', time = ''] = dtstart.slice(0, 16).split('T');
  return (
    <div>
      <Link to={`/${slug}/freeze-windows/${id}`}>{name}</Link> <Status status={isActive ? 'ACTIVE' : 'INACTIVE'} />
      <p className="small">
        {EFFECTS[effect]}. Opens {rrule === null ? `once on ${day}` : wordsOfRule(rrule)} at {time} ({timeZone}) for{' '}
        {wordsOfDuration(duration)}, in {countOf(environments, 'environment')}, for {countOf(services, 'service')}.
      </p>
    </div>
  );
}

export function FreezeWindows() {
  const list = useList('GET /freeze-windows', {});
  return (
    <EnvironmentsPage title="Freeze windows" aside={<AddWindow />}>
      <Listed
        what="freeze windows"
        list={list}
        empty={
          <Empty title="No freeze window yet.">
            <p>Create one for a time in which nothing may begin, such as holidays.</p>
          </Empty>
        }
      >
        {(items) => <Rows items={items}>{(window) => <Window window={window} />}</Rows>}
      </Listed>
    </EnvironmentsPage>
  );
}
