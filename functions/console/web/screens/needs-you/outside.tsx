// The outside world's share: integrations that do not answer as they should, and messages that were not delivered.
import { Link } from 'react-router';
import { type Item, type List, useChange, useList } from '../../app/data.ts';
import { useMe, useTenant } from '../../app/tenant.tsx';
import { actionOf, actionOfMe, Deed } from '../../parts/deed.tsx';
import { Status, wordsOf } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import { Need } from './need.tsx';

type Integration = Item<'GET /integrations/{kind}'>;
type Message = Item<'GET /notifications'>;

const SEGMENTS = {
  SCM: 'scm',
  TARGET: 'targets',
  PIPELINE: 'pipelines',
  COMMUNICATION: 'communications',
  TICKET: 'tickets',
  REGISTRY: 'registries',
} as const satisfies Readonly<Record<Integration['kind'], string>>;

const useBrokenOf = (kind: (typeof SEGMENTS)[Integration['kind']]) =>
  useList('GET /integrations/{kind}', { params: { kind }, query: { active: 'true', verified: 'false' } });

/** One list of all kinds, which the API lists one by one. */
export function useBroken(): List<Integration> {
  const lists = [
    useBrokenOf('scm'),
    useBrokenOf('targets'),
    useBrokenOf('pipelines'),
    useBrokenOf('communications'),
    useBrokenOf('tickets'),
    useBrokenOf('registries'),
  ];
  return {
    items: lists.flatMap(({ items }) => items),
    isPending: lists.some(({ isPending }) => isPending),
    isFetching: lists.some(({ isFetching }) => isFetching),
    error: lists.find(({ error }) => error !== null)?.error ?? null,
    dataUpdatedAt: Math.min(...lists.map(({ dataUpdatedAt }) => dataUpdatedAt)),
    more: lists.find(({ more }) => more !== undefined)?.more,
    again: () => {
      for (const { again } of lists) again();
    },
  };
}

function Verify({ integration }: { readonly integration: Integration }) {
  const me = useMe();
  const change = useChange();
  const { id, kind, name } = integration;
  return (
    <Deed
      label="Verify again"
      action={actionOfMe(me, 'verifyIntegration')}
      question={<>Call {name} with its credentials now?</>}
      run={() =>
        change('POST /integrations/{kind}/{integrationId}/verify', {
          params: { kind: SEGMENTS[kind], integrationId: id },
        })
      }
    />
  );
}

export function Broken({ list }: { readonly list: List<Integration> }) {
  const { slug } = useTenant();
  return (
    <Need title="Broken integrations" list={list} aside={<Link to={`/${slug}/integrations`}>All integrations</Link>}>
      {(integration) => (
        <>
          <span>
            <Link to={`/${slug}/integrations/${SEGMENTS[integration.kind]}/${integration.id}`}>{integration.name}</Link>{' '}
            <Status status={integration.verificationStatus} />{' '}
            {integration.brokenSince && (
              <span className="small">
                since <Time at={integration.brokenSince} />
              </span>
            )}
            {integration.verificationError && <p className="bad">{integration.verificationError}</p>}
          </span>
          <Verify integration={integration} />
        </>
      )}
    </Need>
  );
}

export function Unsent({ list }: { readonly list: List<Message> }) {
  const me = useMe();
  const change = useChange();
  const { slug } = useTenant();
  const aside = (
    <span className="buttons">
      <Link to={`/${slug}/notifications`}>All messages</Link>
      <Deed
        label="Send all again"
        action={actionOfMe(me, 'redeliverFailedNotifications')}
        question={<>Send the failed messages of all releases, webhooks and of the tenant again, at most 40 at once?</>}
        run={() => change('POST /notifications/redeliver-failed', {})}
      />
    </span>
  );
  return (
    <Need title="Messages that were not delivered" list={list} aside={aside}>
      {({ id, channel, purpose, at, error, actions }) => (
        <>
          <span>
            {wordsOf(channel)}: {purpose} <span className="small">failed</span> <Time at={at} />
            {error && <p className="bad">{error}</p>}
          </span>
          <Deed
            label="Send again"
            action={actionOf(actions, 'redeliverTenantNotification')}
            question={
              <>
                Send the message about {purpose} to {wordsOf(channel)} again?
              </>
            }
            run={() => change('POST /notifications/{notification}/redeliver', { params: { notification: id } })}
          />
        </>
      )}
    </Need>
  );
}
