// A log of notifications with its filters, which stand in the address: the tenant's own, or the deliveries to one webhook.
import { useSearchParams } from 'react-router';
import { CHANNELS, NOTIFICATION_STATUSES } from '../../../../../entities/notifications/channel.model.ts';
import { type Item, type List, useChange, useList } from '../../app/data.ts';
import { Deed } from '../../parts/deed.tsx';
import { Empty } from '../../parts/loading.tsx';
import { Listed } from '../../parts/shown.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';

type Notification = Item<'GET /notifications'>;

interface FilterProps {
  readonly name: string;
  readonly label: string;
  readonly values: readonly string[];
}

function Filter({ name, label, values }: FilterProps) {
  const [search, setSearch] = useSearchParams();
  const choose = (value: string) => {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setSearch(next);
  };
  return (
    <label className="inline">
      {label}
      <select value={search.get(name) ?? ''} onChange={({ target }) => choose(target.value)}>
        <option value="">All</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {wordsOf(value)}
          </option>
        ))}
      </select>
    </label>
  );
}

function useFilter() {
  const [search] = useSearchParams();
  return {
    status: NOTIFICATION_STATUSES.find((one) => one === search.get('status')),
    channel: CHANNELS.find((one) => one === search.get('channel')),
  };
}

interface LogProps {
  readonly list: List<Notification>;
  readonly resend: (id: string) => Promise<unknown>;
}

function Log({ list, resend }: LogProps) {
  return (
    <Listed what="messages" list={list} empty={<Empty title="No message fits. Choose other filters to see more." />}>
      {(items) => (
        <ul className="rows">
          {items.map((one) => (
            <li key={one.id}>
              <div>
                <Status status={one.status} /> {wordsOf(one.channel)}: {one.eventType}{' '}
                <span className="small">
                  {one.purpose}, {one.attempts} {one.attempts === 1 ? 'attempt' : 'attempts'}, <Time at={one.at} />
                </span>
                {one.error && <p className="bad">{one.error}</p>}
              </div>
              <Deed
                label="Send again"
                action={one.actions[0]}
                question={
                  <>
                    Send {one.eventType} to {one.address ?? wordsOf(one.channel)} again?
                  </>
                }
                run={() => resend(one.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </Listed>
  );
}

export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const change = useChange();
  const { status } = useFilter();
  const list = useList('GET /webhooks/{webhook}/deliveries', { params: { webhook: webhookId }, query: { status } });
  return (
    <>
      <div className="filters">
        <Filter name="status" label="Status" values={NOTIFICATION_STATUSES} />
      </div>
      <Log
        list={list}
        resend={(delivery) =>
          change('POST /webhooks/{webhook}/deliveries/{delivery}/redeliver', {
            params: { webhook: webhookId, delivery },
          })
        }
      />
    </>
  );
}

export function TenantLog() {
  const change = useChange();
  const filter = useFilter();
  const list = useList('GET /notifications', { query: filter });
  return (
    <>
      <div className="filters">
        <Filter name="status" label="Status" values={NOTIFICATION_STATUSES} />
        <Filter name="channel" label="Channel" values={CHANNELS} />
      </div>
      <Log
        list={list}
        resend={(notification) => change('POST /notifications/{notification}/redeliver', { params: { notification } })}
      />
    </>
  );
}
